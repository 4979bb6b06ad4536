import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { startIngest } from '../../../src/app/ingest/start-ingest.js';
import { listReplies, listThreads } from '../../../src/app/list-mails.js';
import { listStoredSeries } from '../../../src/app/list-series.js';
import type { AssembleRequest } from '../../../src/app/pipeline.js';
import { renderRun } from '../../../src/app/render-run.js';
import { reviewMails } from '../../../src/app/review-mails.js';
import { showSeries } from '../../../src/app/show-series.js';
import { readStatus } from '../../../src/store/status.js';
import { Store } from '../../../src/store/store.js';
import { runGit } from '../../support/git.js';
import { hunk } from '../../support/hostile-mails.js';
import { readRawMails } from '../../support/mails.js';
import { printed } from '../../support/printed.js';
import { repository } from '../../support/repository.js';
import { makeTemporaryDirectory } from '../../support/temporary.js';
import { TestEpoch } from '../../support/test-epoch.js';
import { writeFileBelow } from '../../support/write-file-below.js';

const root = makeTemporaryDirectory();
const samples = join(repository, 'fixtures/threads/larder-kmap');
const screen = { color: false, width: 100 };
const jsonView = { format: 'json', screen } as const;
const silent = { report: () => undefined, warn: () => undefined };
let sampleMails: readonly Uint8Array[] = [];

beforeAll(async () => {
  sampleMails = (await readRawMails(samples)).map(mail => mail.bytes);
});

function take(store: string, ...locations: readonly string[]) {
  return startIngest({ locations, store, isFollowing: false }, silent, new AbortController().signal);
}

async function statusOf(place: string) {
  const store = await Store.open(place);
  const status = await readStatus(store.db);
  await store.close();
  return status;
}

test('an archive is taken in once, and read on when more has come', async () => {
  const epoch = new TestEpoch(join(root, 'once.git'));
  const store = join(root, 'once');
  const [first, ...others] = sampleMails;
  epoch.add(...(first ? [first] : []));
  expect(await take(store, epoch.directory)).toEqual({ taken: 1, troubles: [] });
  epoch.add(...others);
  expect(await take(store, epoch.directory)).toEqual({ taken: others.length, troubles: [] });
  expect(await take(store, epoch.directory)).toEqual({ taken: 0, troubles: [] });
  expect(await statusOf(store)).toMatchObject({
    mails: sampleMails.length,
    duplicates: 0,
    sources: [{ places: sampleMails.length }],
  });
});

test('threads, replies and review read the store as they read the archive', async () => {
  const epoch = new TestEpoch(join(root, 'same.git'));
  epoch.add(...sampleMails);
  const store = join(root, 'same');
  await take(store, epoch.directory);
  const [stored, read] = [{ paths: [], store }, { paths: [epoch.directory] }];
  for (const list of [listThreads, listReplies]) {
    const shown = (request: AssembleRequest) => printed(words => list(request, jsonView, words));
    expect(await shown(stored)).toBe(await shown(read));
  }
  const review = async (request: AssembleRequest) =>
    renderRun(await reviewMails(request, () => undefined), 'json', screen);
  expect(await review(stored)).toBe(await review(read));
});

test('a mail that its archive deletes goes out of sight, one that it purges is gone', async () => {
  const epoch = new TestEpoch(join(root, 'deleted.git'));
  epoch.add(...sampleMails);
  const store = join(root, 'deleted');
  await take(store, epoch.directory);
  const last = sampleMails.at(-1) ?? Buffer.alloc(0);
  epoch.remove(last);
  await take(store, epoch.directory);
  expect(await statusOf(store)).toMatchObject({ mails: sampleMails.length - 1, withdrawn: 1 });
  epoch.replace(last);
  await take(store, epoch.directory);
  expect(await statusOf(store)).toMatchObject({
    mails: sampleMails.length - 1,
    withdrawn: 0,
    sources: [{ places: sampleMails.length - 1 }],
  });
});

test('a mail on two lists is one mail that was seen on both', async () => {
  const [one, other] = [new TestEpoch(join(root, 'one.git')), new TestEpoch(join(root, 'other.git'))];
  one.add(...sampleMails);
  other.add(...sampleMails);
  const store = join(root, 'two');
  await take(store, one.directory, other.directory);
  expect(await statusOf(store)).toMatchObject({ mails: sampleMails.length, duplicates: sampleMails.length });
});

test('each series has a stage, and all of one can be shown', async () => {
  const store = join(root, 'stages');
  await take(store, samples);
  const rows = (await printed(words => listStoredSeries({ store }, jsonView, words)))
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line));
  expect(rows.map(({ version, stage, staleAt }) => [version, staleAt?.stage ?? stage])).toEqual([
    [2, 'new'],
    [1, 'superseded'],
  ]);
  const superseded = await printed(words => listStoredSeries({ store, stage: 'superseded' }, jsonView, words));
  expect(JSON.parse(superseded)).toMatchObject({ version: 1 });
  const view = { format: 'terminal', screen } as const;
  const shown = await printed(words => showSeries({ store, messageId: rows[1].seriesId }, view, words));
  expect(shown).toContain('superseded');
  expect(shown).toContain('kmap/lost-pagefault-disable');
  await expect(printed(words => showSeries({ store, messageId: 'nobody@x' }, view, words))).rejects.toThrow(
    /^no such mail, nobody@x: /,
  );
});

test('a series with holes is judged when the list has been quiet about it for a while', async () => {
  const maildir = join(root, 'holes');
  const day = new Date(Date.now() - 3 * 60 * 60_000).toUTCString();
  const patch = `From: ada@example.com\nMessage-ID: <half@x>\nSubject: [PATCH 1/2] shelf: hold more\nDate: ${day}\n\n${hunk(['-int old;', '+int now;'])}`;
  writeFileBelow(maildir, 'half.eml', patch);
  const store = join(root, 'holes-store');
  await take(store, maildir);
  const reasons = async (quietMinutes: number): Promise<readonly string[]> => {
    const { run } = await reviewMails({ paths: [], store, quietMinutes }, () => undefined);
    return run.reviews.flatMap(review => review.notChecked.map(({ reason }) => reason));
  };
  expect(await reasons(240)).toEqual(['the series waits for its missing patches: 2']);
  expect(await reasons(120)).not.toContain('the series waits for its missing patches: 2');
});

test('a commit of the mirror that names a patch, or is the same change, has applied it, whichever came first', async () => {
  const diff = (name: string): string =>
    `diff --git a/${name} b/${name}\n--- a/${name}\n+++ b/${name}\n@@ -1 +1 @@\n-int old;\n+int now;\n`;
  const mail = (id: string, title: string, name: string): string =>
    `From: ada@example.com\nMessage-ID: <${id}>\nSubject: [PATCH] ${title}\nDate: Mon, 6 May 2024 07:00:00 +0000\n\n${diff(name)}`;
  const maildir = join(root, 'landed');
  writeFileBelow(maildir, 'linked.eml', mail('linked@x', 'larder: count the jars', 'a.c'));
  writeFileBelow(maildir, 'same.eml', mail('same@x', 'larder: hold more jars', 'b.c'));
  const mirror = join(root, 'mirror');
  for (const name of ['a.c', 'b.c']) writeFileBelow(mirror, name, 'int old;\n');
  const git = (...words: readonly string[]): string => runGit(mirror, words);
  const commit = (message: string): void => {
    git('add', '-A');
    git('-c', 'user.name=Mo', '-c', 'user.email=mo@example.org', 'commit', '-q', '--allow-empty', '-m', message);
  };
  git('init', '-q');
  commit('begin');
  writeFileBelow(mirror, 'b.c', 'int now;\n');
  commit('larder: hold more jars');
  const store = join(root, 'landed-store');
  const request = { locations: [maildir], store, isFollowing: false, mirror };
  await startIngest(request, silent, new AbortController().signal);
  const applied = async (): Promise<readonly string[]> => {
    const lines = await printed(words => listStoredSeries({ store, stage: 'applied' }, jsonView, words));
    return lines.split('\n').flatMap(line => (line === '' ? [] : JSON.parse(line).seriesId));
  };
  expect(await applied()).toEqual(['same@x']);
  commit('larder: count the jars\n\nLink: https://lore.kernel.org/r/linked@x');
  await startIngest(request, silent, new AbortController().signal);
  expect((await applied()).toSorted()).toEqual(['linked@x', 'same@x']);
});
