import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { limits } from '../../src/domain/limits.js';
import { InboxSource } from '../../src/sources/inbox/inbox-source.js';
import type { SourceEvent } from '../../src/sources/mail-source.js';
import {
  describeMailSource,
  makeMail,
  placesOf,
  readEvents,
  readToTrouble,
  TestMemory,
  textsOf,
} from '../contracts/mail-source.js';
import { makeTemporaryDirectory } from '../support/temporary.js';
import { TestEpoch } from '../support/test-epoch.js';

const root = makeTemporaryDirectory();
let count = 0;
function newPath(name: string): string {
  count += 1;
  return join(root, String(count), name);
}

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(name => makeMail(name)) as [Buffer, Buffer, Buffer, Buffer];
const asTexts = (...mails: readonly Buffer[]) => mails.map(mail => mail.toString('latin1'));

/** The events in words: the kind, and what the place or the mail's subject is. */
function tell(events: readonly SourceEvent[], places: ReadonlyMap<string, string> = new Map()): readonly string[] {
  return events.map(event => {
    if (event.kind === 'mail') return 'bytes' in event.item ? `mail ${subjectOf(event.item.bytes)}` : 'problem';
    if (event.kind === 'rewritten' || event.kind === 'settled') return `${event.kind} ${event.scope}`;
    return `${event.kind} ${places.get(event.place) ?? event.place}`;
  });
}

function subjectOf(bytes: Uint8Array): string {
  return /^Subject: (.*)$/m.exec(Buffer.from(bytes).toString('latin1'))?.[1] ?? '';
}

/** The subject of each mail by its place. */
function namesOf(events: readonly SourceEvent[]): ReadonlyMap<string, string> {
  return new Map(
    events.flatMap(event =>
      event.kind === 'mail' && 'bytes' in event.item ? [[event.place, subjectOf(event.item.bytes)]] : [],
    ),
  );
}

function makeSource(...mails: readonly Buffer[]) {
  const epoch = new TestEpoch(newPath('list.git'));
  if (mails.length > 0) epoch.add(...mails);
  return { epoch, source: new InboxSource(epoch.directory), memory: new TestMemory() };
}

for (const kind of ['an epoch', 'an inbox'] as const) {
  describeMailSource(`${kind} of public-inbox`, {
    async make(mails) {
      const path = newPath('list');
      const epoch = new TestEpoch(kind === 'an epoch' ? path : join(path, 'git/0.git'));
      if (mails.length > 0) epoch.add(...mails);
      const objects = join(epoch.directory, 'objects');
      return {
        open: async () => new InboxSource(path),
        add: async more => epoch.add(...more),
        addUnreadable: async () => linkSubmodule(epoch),
        break: async () => renameSync(objects, `${objects}.away`),
        mend: async () => renameSync(`${objects}.away`, objects),
        close: async () => rmSync(path, { recursive: true, force: true }),
      };
    },
  });
}

/** A commit in which m is a submodule. */
function linkSubmodule(epoch: TestEpoch): void {
  const tip = epoch.git(['rev-parse', 'HEAD']).trim();
  const tree = epoch.git(['mktree'], `160000 commit ${tip}\tm\n`).trim();
  const who = ['-c', 'user.name=A', '-c', 'user.email=a@example.com'];
  epoch.git(['update-ref', 'HEAD', epoch.git([...who, 'commit-tree', '-p', tip, '-m', 'x', tree]).trim()]);
}

test('a deletion withdraws the place of the mail, and the same mail that comes again has another', async () => {
  const { epoch, source, memory } = makeSource(a, b);
  epoch.remove(a);
  epoch.add(a);
  const events = await readEvents(source, memory);
  const [first = '', , again = ''] = placesOf(events);
  expect(tell(events)).toEqual(['mail a', 'mail b', `withdrawn ${first}`, 'mail a']);
  expect(again).toBe(`${first}.2`);
  epoch.remove(a);
  epoch.remove(b);
  epoch.add(a);
  const later = await readEvents(source, memory);
  expect(tell(later, namesOf(events))).toEqual(['withdrawn a', 'withdrawn a', 'withdrawn b', 'mail a']);
  expect(placesOf(later)).toEqual([`${first}.3`]);
  epoch.remove(makeMail('never came'));
  expect(await readEvents(source, memory)).toEqual([]);
});

test('a purge: history is told anew, what is still there by its place, and only then the cursor moves', async () => {
  const { epoch, source, memory } = makeSource(a, b, c);
  const before = await readEvents(source, memory);
  epoch.replace(b);
  epoch.add(d);
  const { cursor } = memory;
  const events = await readEvents(source, memory);
  const told = ['rewritten list.git:', 'still-there a', 'still-there c', 'mail d', 'settled list.git:'];
  expect(tell(events, namesOf(before))).toEqual(told);
  expect(events.slice(0, -1).every(event => event.cursor === undefined)).toBe(true);
  expect(await readEvents(source, memory)).toEqual([]);
  memory.cursor = cursor;
  expect(tell(await readEvents(source, memory), namesOf([...before, ...events]))).toEqual(
    told.map(each => each.replace('mail d', 'still-there d')),
  );
});

test('an edit: the mail comes with its other bytes, and deletions are told again', async () => {
  const { epoch, source, memory } = makeSource(a, b);
  epoch.remove(b);
  const before = await readEvents(source, memory);
  epoch.replace(a, c);
  expect(tell(await readEvents(source, memory), namesOf(before))).toEqual([
    'rewritten list.git:',
    'mail c',
    'still-there b',
    'withdrawn b',
    'settled list.git:',
  ]);
});

test('epochs are read in the order of their numbers, and one that comes later is read on', async () => {
  const path = newPath('inbox');
  const [nine, ten] = ['9.git', '10.git'].map(name => join(path, 'git', name)) as [string, string];
  new TestEpoch(nine).add(a, b);
  const source = new InboxSource(path);
  const memory = new TestMemory();
  expect(textsOf(await readEvents(source, memory))).toEqual(asTexts(a, b));
  const roll = new TestEpoch(ten);
  expect(await readEvents(source, memory)).toEqual([]);
  roll.add(b, c);
  const events = await readEvents(source, memory);
  expect(textsOf(events)).toEqual(asTexts(b, c));
  expect(placesOf(events).every(place => place.startsWith('10.git:'))).toBe(true);
});

test('a commit that changes nothing brings the same mail once more, also at the end of what was read', async () => {
  const { epoch, source, memory } = makeSource(a, a, b);
  expect(textsOf(await readEvents(source, memory))).toEqual(asTexts(a, a, b));
  epoch.add(b, b);
  const events = await readEvents(source, memory);
  expect(textsOf(events)).toEqual(asTexts(b, b));
  expect(new Set(placesOf(events)).size).toBe(2);
});

test('it is told how many mails lie behind a cursor, and nothing where there are no commits', async () => {
  const { epoch, source, memory } = makeSource(a, b);
  expect(await source.estimate(undefined)).toBe(2);
  await readEvents(source, memory);
  epoch.add(c);
  expect(await source.estimate(memory.cursor)).toBe(1);
  expect(await makeSource().source.estimate(undefined)).toBe(undefined);
});

test('a mail that git has not got holds nothing up, and is read when it is there', async () => {
  const { epoch, source, memory } = makeSource(a, b, c);
  const object = epoch.objectOf(b);
  renameSync(object, `${object}.away`);
  const { events, trouble } = await readToTrouble(source, memory);
  expect(textsOf(events)).toEqual(asTexts(a, c));
  expect(String(trouble)).toContain(`git has not got 1 of its mails, ${epoch.directory}: mend this archive`);
  expect((await readToTrouble(source, memory)).events).toEqual([]);
  epoch.add(d);
  renameSync(`${object}.away`, object);
  expect(textsOf(await readEvents(source, memory))).toEqual(asTexts(b, d));
  expect(await readEvents(source, memory)).toEqual([]);
});

test('a mail at which git breaks is passed over with git’s words', async () => {
  const { epoch, source, memory } = makeSource(a, b, c);
  const object = epoch.objectOf(b);
  rmSync(object);
  writeFileSync(object, 'no object');
  const { events, trouble } = await readToTrouble(source, memory);
  expect(textsOf(events)).toEqual(asTexts(a, c));
  expect(String(trouble)).toMatch(/^OperationalError: git [^\n]*, [^\n]*list\.git: mend this archive/);
  epoch.remove(b);
  expect(tell((await readToTrouble(source, memory)).events)).toEqual([expect.stringContaining('withdrawn')]);
  expect(await readEvents(source, memory)).toEqual([]);
});

test('of a history with a broken commit the newer part is read, and all of it when it is mended', async () => {
  const { epoch, source, memory } = makeSource(a, b, c, d);
  const broken = epoch.git(['rev-parse', 'HEAD~2']).trim();
  const object = join(epoch.directory, 'objects', broken.slice(0, 2), broken.slice(2));
  renameSync(object, `${object}.away`);
  const { events, trouble } = await readToTrouble(source, memory);
  expect(textsOf(events)).toEqual(asTexts(d));
  expect(String(trouble)).toContain('mend this archive');
  renameSync(`${object}.away`, object);
  expect(textsOf(await readEvents(source, memory))).toEqual(asTexts(a, b, c));
  expect(await readEvents(source, memory)).toEqual([]);
});

test('where what was read ends in a broken part, nothing is lost and nothing comes twice', async () => {
  const { epoch, source, memory } = makeSource(a);
  const first = namesOf(await readEvents(source, memory));
  const e = makeMail('e');
  epoch.add(b, c, d, e);
  // Git needs this tree to tell what changed in the commit above it, too.
  const tree = epoch.git(['rev-parse', 'HEAD~2^{tree}']).trim();
  const object = join(epoch.directory, 'objects', tree.slice(0, 2), tree.slice(2));
  renameSync(object, `${object}.away`);
  expect(textsOf((await readToTrouble(source, memory)).events)).toEqual(asTexts(b, e));
  expect((await readToTrouble(source, memory)).events).toEqual([]);
  renameSync(`${object}.away`, object);
  epoch.remove(a);
  expect(tell(await readEvents(source, memory), first)).toEqual(['mail c', 'mail d', 'withdrawn a']);
  epoch.add(b);
  expect(textsOf(await readEvents(source, memory))).toEqual(asTexts(b));
  expect(await readEvents(source, memory)).toEqual([]);
});

test('where git breaks at the newest commit, the others come, and nothing counts as read or gone that is not', async () => {
  const { epoch, source, memory } = makeSource(a);
  await readEvents(source, memory);
  // The last commit changes nothing: git tells its name before it looks for the tree.
  epoch.add(b, c, c);
  const tree = epoch.git(['rev-parse', 'HEAD^{tree}']).trim();
  const object = join(epoch.directory, 'objects', tree.slice(0, 2), tree.slice(2));
  renameSync(object, `${object}.away`);
  const { events, trouble } = await readToTrouble(source, memory);
  expect(tell(events)).toEqual(['mail b']);
  expect(String(trouble)).toContain('mend this archive');
  renameSync(`${object}.away`, object);
  expect(tell(await readEvents(source, memory))).toEqual(['mail c', 'mail c']);
  expect(await readEvents(source, memory)).toEqual([]);
});

test('a broken epoch does not keep back the others', async () => {
  const path = newPath('inbox');
  for (const [name, mail] of [
    ['0.git', a],
    ['1.git', b],
    ['2.git', c],
  ] as const) {
    new TestEpoch(join(path, 'git', name)).add(mail);
  }
  const head = join(path, 'git/1.git/HEAD');
  renameSync(head, `${head}.away`);
  const source = new InboxSource(path);
  const memory = new TestMemory();
  const { events, trouble } = await readToTrouble(source, memory);
  expect(textsOf(events)).toEqual(asTexts(a, c));
  expect(String(trouble)).toContain('1.git: mend this archive');
  renameSync(`${head}.away`, head);
  expect(textsOf(await readEvents(source, memory))).toEqual(asTexts(b));
});

test('a repository of anything else says so', async () => {
  const epoch = new TestEpoch(newPath('code.git'));
  epoch.commit([{ file: 'main.c', bytes: Buffer.from('int main;\n') }]);
  const { trouble } = await readToTrouble(new InboxSource(epoch.directory), new TestMemory());
  expect(String(trouble)).toContain('this git repository holds no mails');
  await mkdir(join(root, 'nothing'));
  expect(String((await readToTrouble(new InboxSource(join(root, 'nothing')), new TestMemory())).trouble)).toContain(
    'there is no archive',
  );
});

test('more commits than are listed at a time come whole and in order', async () => {
  const mails = Array.from({ length: limits.archiveCommitsMax + 10 }, (_, index) =>
    Buffer.from(`Subject: ${index}\n\n`),
  );
  const { source, memory } = makeSource(...mails);
  expect(textsOf(await readEvents(source, memory))).toEqual(asTexts(...mails));
});

test('of a mail over the limit one byte more than the limit comes', async () => {
  const { source, memory } = makeSource(makeMail('large', 'y'.repeat(limits.mailBytesMax)), b);
  const [large, small] = textsOf(await readEvents(source, memory));
  expect(large?.length).toBe(limits.mailBytesMax + 1);
  expect(small).toBe(asTexts(b)[0]);
});

test('a cursor that is none is told', async () => {
  const { source, memory } = makeSource(a);
  memory.cursor = 'no cursor';
  expect(String((await readToTrouble(source, memory)).trouble)).toContain('the cursor that was kept cannot be read');
});

test('waiting ends when a mail came, an epoch came, or history changed', async () => {
  const path = newPath('inbox');
  const epoch = new TestEpoch(join(path, 'git/0.git'));
  epoch.add(a);
  const source = new InboxSource(path);
  const memory = new TestMemory();
  for (const change of [() => epoch.add(b), () => epoch.replace(b), () => new TestEpoch(join(path, 'git/1.git'))]) {
    await readEvents(source, memory);
    change();
    await source.wait(new AbortController().signal);
  }
  await readEvents(source, memory);
  const stop = new AbortController();
  let isOver = false;
  const waiting = source.wait(stop.signal).then(() => {
    isOver = true;
  });
  await readEvents(new InboxSource(path), new TestMemory());
  expect(isOver).toBe(false);
  stop.abort();
  await waiting;
});

test('what was begun before the cursor was known brings the same, and what came since then comes next', async () => {
  const { epoch, source, memory } = makeSource(a, b);
  await readEvents(source, memory);
  epoch.add(c);
  await source.prepare();
  epoch.add(d);
  expect(textsOf(await readEvents(source, memory))).toEqual(asTexts(c));
  expect(textsOf(await readEvents(source, memory))).toEqual(asTexts(d));
});

test('what was begun and is never read ends with the source', async () => {
  // More than a pipe holds: git waits for somebody to read it.
  const mails = Array.from({ length: 800 }, (_, index) => Buffer.from(`Subject: ${index}\n\n`));
  const { source } = makeSource(...mails);
  await source.prepare();
  await source.close();
  await new InboxSource(newPath('nothing.git')).prepare();
});
