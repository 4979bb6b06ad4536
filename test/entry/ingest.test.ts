import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { Store } from '../../src/store/store.js';
import { readRawMails } from '../support/mails.js';
import { makeRandom } from '../support/random.js';
import { repository } from '../support/repository.js';
import { callMain, cliPath, runCli } from '../support/run-cli.js';
import { readFacts } from '../support/store.js';
import { makeTemporaryDirectory } from '../support/temporary.js';
import { TestEpoch } from '../support/test-epoch.js';

const root = makeTemporaryDirectory();
const samples = join(repository, 'fixtures/threads/larder-kmap');
let sampleMails: readonly Uint8Array[] = [];

beforeAll(async () => {
  sampleMails = (await readRawMails(samples)).map(mail => mail.bytes);
});

function faultline(...words: readonly string[]) {
  return callMain(words);
}

async function factsOf(store: string) {
  const opened = await Store.open(store);
  const facts = await readFacts(opened);
  await opened.close();
  return facts;
}

async function statusOf(store: string) {
  return JSON.parse((await faultline('status', '--store', store, '--format', 'json')).stdout);
}

/** Some hundred mails in threads: a patch, and what is said of it. */
function makeMails(threads: number): readonly Uint8Array[] {
  return Array.from({ length: threads }, (_, thread) => {
    const head = (id: string, subject: string, minute: number): string =>
      `From: ada@example.com\nMessage-ID: <${id}.${thread}@x>\nSubject: ${subject}\nDate: Mon, 6 May 2024 07:${minute}:00 +0000\n`;
    const diff = `diff --git a/f${thread}.c b/f${thread}.c\n--- a/f${thread}.c\n+++ b/f${thread}.c\n@@ -1 +1 @@\n-int old;\n+int now;\n`;
    return [
      `${head('patch', `[PATCH] shelf ${thread}: hold more`, 10)}\n${diff}`,
      `${head('reply', `Re: [PATCH] shelf ${thread}: hold more`, 20)}In-Reply-To: <patch.${thread}@x>\n\nFine.\n`,
      `${head('again', `[PATCH v2] shelf ${thread}: hold more`, 30)}\n${diff}`,
    ].map(text => Buffer.from(text));
  }).flat();
}

test('killed at any moment, an ingest loses nothing and takes nothing twice', async () => {
  const epoch = new TestEpoch(join(root, 'killed.git'));
  const mails = makeMails(150);
  epoch.add(...mails);
  const whole = join(root, 'whole');
  expect(await faultline('ingest', epoch.directory, '--store', whole)).toMatchObject({
    status: 0,
    stdout: `${mails.length} taken in\n`,
  });
  const store = join(root, 'killed');
  const random = makeRandom(11);
  for (let turn = 0; turn < 5; turn += 1) {
    const child = spawn(process.execPath, [cliPath, 'ingest', epoch.directory, '--store', store], { stdio: 'ignore' });
    const ended = new Promise(resolve => child.once('exit', resolve));
    await Promise.race([setTimeout(200 + random(700)), ended]);
    child.kill('SIGKILL');
    await ended;
  }
  expect(runCli(['ingest', epoch.directory, '--store', store]).status).toBe(0);
  expect(await factsOf(store)).toEqual(await factsOf(whole));
  expect(await statusOf(store)).toMatchObject({
    mails: mails.length,
    duplicates: 0,
    stale: 0,
    sources: [{ places: mails.length }],
  });
}, 60_000);

test('followed, a maildir is read on until the interruption', async () => {
  const maildir = join(root, 'maildir');
  for (const folder of ['new', 'cur', 'tmp']) mkdirSync(join(maildir, folder), { recursive: true });
  const [first, second] = makeMails(1);
  writeFileSync(join(maildir, 'new', '1.host'), first ?? '');
  const store = join(root, 'followed');
  // Whoever looks into a store while it is being made may find it locked, or keep it from being made.
  await (await Store.open(store, { mayMake: true })).close();
  const child = spawn(process.execPath, [cliPath, 'ingest', '--follow', maildir, '--store', store], { stdio: 'pipe' });
  const ended = new Promise(resolve => child.once('exit', resolve));
  const until = async (mails: number): Promise<void> => {
    for (const end = Date.now() + 25_000; Date.now() < end; await setTimeout(100)) {
      const status = await faultline('status', '--store', store, '--format', 'json');
      if (status.status === 0 && JSON.parse(status.stdout).mails === mails && JSON.parse(status.stdout).stale === 0)
        return;
    }
    throw new Error(`there are not ${mails} mails`);
  };
  try {
    await until(1);
    copyFileSync(join(maildir, 'new', '1.host'), join(maildir, 'tmp', 'other'));
    writeFileSync(join(maildir, 'new', '2.host'), second ?? '');
    await until(2);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  } finally {
    child.kill('SIGKILL');
  }
}, 60_000);

describe('trouble is one line, and the next ingest goes on', () => {
  test.each([
    ['a source that is not there', ['/no/such/place'], /^faultline: .*\/no\/such\/place: check the path/],
    [
      'a protocol that nobody knows',
      ['gopher://host/1'],
      /^faultline: no source is reached in this way, gopher:\/\/host\/1: /,
    ],
    [
      'a password in the location of an unknown protocol',
      ['imapz://ada:secret@host/INBOX'],
      /^faultline: no source is reached in this way, imapz:\/\/…@host\/INBOX: /,
    ],
    [
      'a password in a location',
      ['imaps://ada:secret@host/INBOX'],
      /^faultline: a location must not hold a password, imaps:\/\/…@host/,
    ],
  ])('%s', async (_, locations, words) => {
    const { status, stderr } = await faultline('ingest', ...locations, '--store', join(root, 'trouble'));
    expect(status).toBe(2);
    expect(stderr).toMatch(words);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr).not.toContain('secret');
  });

  test('a store that is not there', async () => {
    const { status, stderr } = await faultline('status', '--store', join(root, 'nothing'));
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(/^faultline: there is no store, .*: take mails in with faultline ingest, /),
    ]);
  });

  test('a store that is no database', async () => {
    const store = join(root, 'broken');
    mkdirSync(store);
    writeFileSync(join(store, 'faultline.sqlite'), 'this is no database, whatever its name says'.repeat(100));
    const { status, stderr } = await faultline('status', '--store', store);
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(/^faultline: the store is damaged, .*faultline\.sqlite|broken: /),
    ]);
  });

  test('two processes on one store', async () => {
    const store = join(root, 'shared');
    const held = await Store.open(store, { mayMake: true });
    await held.lockIntake();
    const { status, stderr } = runCli(['ingest', samples, '--store', store]);
    await held.close();
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(/^faultline: another faultline takes mails into this store, /),
    ]);
    expect((await faultline('ingest', samples, '--store', store)).status).toBe(0);
  });

  test('one source among others', async () => {
    const store = join(root, 'partly');
    const epoch = new TestEpoch(join(root, 'torn.git'));
    epoch.add(...sampleMails.slice(0, 2));
    rmSync(epoch.objectOf(sampleMails[1] ?? Buffer.alloc(0)));
    const { status, stdout, stderr } = await faultline('ingest', epoch.directory, samples, '--store', store);
    expect([status, stdout]).toEqual([2, `${sampleMails.length + 1} taken in\n`]);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(await statusOf(store)).toMatchObject({
      sources: [{ trouble: expect.any(String) }, { places: sampleMails.length }],
    });
  });
});
