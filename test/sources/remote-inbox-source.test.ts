import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { RemoteInboxSource } from '../../src/sources/inbox/remote-inbox-source.js';
import {
  describeMailSource,
  makeMail,
  readEvents,
  readToTrouble,
  TestMemory,
  textsOf,
} from '../contracts/mail-source.js';
import { canServeGit, GitHttpServer } from '../support/git-http-server.js';
import { makeTemporaryDirectory } from '../support/temporary.js';
import { TestEpoch } from '../support/test-epoch.js';

const root = makeTemporaryDirectory();
let count = 0;
function newPath(): string {
  count += 1;
  return join(root, String(count));
}

const [a, b, c] = ['a', 'b', 'c'].map(name => makeMail(name)) as [Buffer, Buffer, Buffer];
const texts = (...mails: readonly Uint8Array[]) => mails.map(mail => Buffer.from(mail).toString('latin1'));

const servers: GitHttpServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function serve(directory: string): Promise<{ server: GitHttpServer; address: string }> {
  const server = new GitHttpServer(directory);
  servers.push(server);
  return { server, address: await server.listen() };
}

/** An inbox in `list/` of a new directory, with one epoch. */
function makeInbox(...mails: readonly Buffer[]) {
  const directory = newPath();
  const epoch = new TestEpoch(join(directory, 'list/git/0.git'));
  if (mails.length > 0) epoch.add(...mails);
  return { directory, epoch, clones: newPath(), memory: new TestMemory() };
}

describeMailSource('a remote inbox of public-inbox, by file', {
  // A submodule in place of a mail is a matter of the clone, which is read as any epoch.
  lacks: ['unreadable'],
  async make(mails) {
    const { directory, epoch, clones } = makeInbox(...mails.map(mail => Buffer.from(mail)));
    return {
      open: async () => new RemoteInboxSource(`file://${directory}/list`, clones),
      add: async more => epoch.add(...more),
      break: async () => renameSync(directory, `${directory}.away`),
      mend: async () => renameSync(`${directory}.away`, directory),
      close: async () => {},
    };
  },
});

(canServeGit ? describe : describe.skip)('over HTTP (skipped where git has no http-backend)', () => {
  test('a connection that drops loses nothing, and the next reading goes on', async () => {
    const { directory, epoch, clones, memory } = makeInbox(a);
    const { server, address } = await serve(directory);
    const source = new RemoteInboxSource(`${address}/list`, clones);
    expect(textsOf(await readEvents(source, memory))).toEqual(texts(a));
    const large = makeMail('large', `${randomBytes(100_000).toString('base64')}\n`);
    epoch.add(large);
    server.dropAfterBytes = 20_000;
    const { events, trouble } = await readToTrouble(source, memory);
    expect(events).toEqual([]);
    expect(String(trouble)).toMatch(
      /^OperationalError: git could not fetch \([^\n]+\), http:[^\n]*: check the address/,
    );
    server.dropAfterBytes = Number.POSITIVE_INFINITY;
    expect(textsOf(await readEvents(source, memory))).toEqual(texts(large));
  });

  test('a first fetch that drops is made again', async () => {
    const { directory, clones, memory } = makeInbox(makeMail('large', `${randomBytes(100_000).toString('base64')}\n`));
    const { server, address } = await serve(directory);
    const source = new RemoteInboxSource(`${address}/list/`, clones);
    server.dropAfterBytes = 20_000;
    expect(String((await readToTrouble(source, memory)).trouble)).toContain('git could not fetch');
    server.dropAfterBytes = Number.POSITIVE_INFINITY;
    expect(textsOf(await readEvents(source, memory))).toHaveLength(1);
  });

  test('epochs are also found where they are addressed by their numbers alone', async () => {
    const { directory, clones, memory } = makeInbox();
    new TestEpoch(join(directory, 'pages/0')).add(a);
    new TestEpoch(join(directory, 'pages/1')).add(b);
    const { address } = await serve(directory);
    expect(textsOf(await readEvents(new RemoteInboxSource(`${address}/pages`, clones), memory))).toEqual(texts(a, b));
    const one = new RemoteInboxSource(`${address}/pages/1`, clones);
    expect(textsOf(await readEvents(one, new TestMemory()))).toEqual(texts(b));
  });

  test('a server that sends to another is not followed', async () => {
    const { directory, clones, memory } = makeInbox(a);
    const [other, first] = [await serve(directory), await serve(directory)];
    first.server.redirectTo = other.address;
    const { trouble } = await readToTrouble(new RemoteInboxSource(`${first.address}/list`, clones), memory);
    expect(String(trouble)).toContain('git could not fetch');
    expect(other.server.asked).toEqual([]);
  });
});

test('an epoch that comes later is fetched, and old ones still', async () => {
  const { directory, epoch, clones, memory } = makeInbox(a);
  const source = new RemoteInboxSource(`file://${directory}/list`, clones);
  await readEvents(source, memory);
  new TestEpoch(join(directory, 'list/git/1.git')).add(b);
  epoch.add(c);
  expect(textsOf(await readEvents(source, memory))).toEqual(texts(c, b));
});

test('history that was rewritten is fetched and told anew', async () => {
  const { directory, epoch, clones, memory } = makeInbox(a, b, c);
  const source = new RemoteInboxSource(`file://${directory}/list`, clones);
  await readEvents(source, memory);
  epoch.replace(b);
  const kinds = (await readEvents(source, memory)).map(event => event.kind);
  expect(kinds).toEqual(['rewritten', 'still-there', 'still-there', 'settled']);
});

test('a repository by itself is an epoch, whatever its branch is called', async () => {
  const { epoch, clones } = makeInbox(a);
  epoch.git(['branch', '-m', 'master', 'mails']);
  const source = new RemoteInboxSource(`file://${epoch.directory}`, clones);
  expect(textsOf(await readEvents(source, new TestMemory()))).toEqual(texts(a));
});

test('an address of another kind, or with a password in it, is not taken, and the password not told', () => {
  for (const address of ['ssh://host/list', 'ext::sh -c true', '/a/path', 'no address']) {
    expect(() => new RemoteInboxSource(address, root)).toThrow('this is no address of an archive');
  }
  expect(() => new RemoteInboxSource('https://ada:secret@example.org/list', root)).toThrow(
    /^(?!.*secret)an address with/,
  );
});

test('an address cannot leave the folder of the clones, nor be taken for an option', async () => {
  const { clones } = makeInbox();
  mkdirSync(clones);
  for (const address of ['file:///..%2F..%2Fetc', 'file:///--upload-pack=touch%20x/.git', 'file:///']) {
    const { trouble } = await readToTrouble(new RemoteInboxSource(address, clones), new TestMemory());
    expect(String(trouble)).toContain('git could not fetch');
  }
  expect(readdirSync(clones)).toEqual([]);
  expect(existsSync('x')).toBe(false);
});

test('closing ends the reading and the waiting', async () => {
  const { directory, clones, memory } = makeInbox(a);
  const source = new RemoteInboxSource(`file://${directory}/list`, clones);
  const waiting = source.wait(new AbortController().signal);
  await source.close();
  await waiting;
  expect(await readEvents(source, memory)).toEqual([]);
});
