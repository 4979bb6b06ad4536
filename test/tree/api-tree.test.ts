import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { blobIdOf } from '../../src/diff/blob-id.js';
import type { CommitDiff } from '../../src/domain/pull-request.js';
import type { Review } from '../../src/domain/review.js';
import { BlobBatches } from '../../src/reporters/github/blob-batches.js';
import { readPullCommits } from '../../src/reporters/github/read-pull.js';
import { reviewSeries } from '../../src/review/review-series.js';
import { makePullSeries } from '../../src/series/pull-series.js';
import { ApiTree } from '../../src/tree/api-tree.js';
import type { BlobCache } from '../../src/tree/blob-source.js';
import { type Mirror, openMirror } from '../../src/tree/git-mirror.js';
import type { Blob } from '../../src/tree/tree.js';
import { runGit } from '../support/git.js';
import { GitHubCode } from '../support/github-code.js';
import { GitHubTable, paged } from '../support/github-table.js';
import { pairFixtures } from '../support/rule-fixtures.js';
import { makeTemporaryDirectory } from '../support/temporary.js';
import { writeFileBelow } from '../support/write-file-below.js';

const directory = makeTemporaryDirectory();
const code = new GitHubCode(directory);
const repository = { owner: 'octo', name: 'linux' };
const who = ['-c', 'user.name=A', '-c', 'user.email=a@example.com'];

/** A conversion that loses nothing, as callers in other files show, and behind it such as lose something, of one file each. */
const lost = 'kmap/lost-pagefault-disable';
const all = pairFixtures.filter(({ ruleId }) => ruleId === lost);
const losing = all.filter(fixture => fixture.others === undefined && fixture.new.includes('ruleid:'));
const alone = losing.filter((_, index) => index % 3 === 0);
const fixtures = [...all.filter(({ name }) => name === 'callers-elsewhere-hold-it'), ...alone];

let mirror: Mirror;
let shas: readonly string[] = [];

function git(...args: readonly string[]): string {
  return runGit(directory, args).trim();
}

function commit(message: string): string {
  git('add', '.');
  git(...who, 'commit', '-q', '--allow-empty', '-m', message);
  return git('rev-parse', 'HEAD');
}

/** A repository whose last commits are the changes of the fixtures, each a commit. */
beforeAll(async () => {
  git('init', '-q');
  for (const { name, old, others = {} } of fixtures) {
    writeFileBelow(directory, `mm/${name}.c`, old);
    for (const [path, side] of Object.entries(others))
      writeFileBelow(directory, path.replace('fixture', `mm/${name}`), side.old);
  }
  writeFileBelow(directory, 'mm/latin.c', Buffer.from('/* caf\u00e9 */\nint a;\n', 'latin1'));
  writeFileBelow(directory, 'mm/nul.c', 'char a[] = "\0";\n');
  writeFileBelow(directory, 'mm/long.c', `/* ${'long '.repeat(120_000)} */\nint a;\n`);
  writeFileBelow(directory, 'mm/folder/x.c', 'int x;\n');
  commit('mm: begin');
  shas = fixtures.map(({ name, new: now }) => {
    writeFileBelow(directory, `mm/${name}.c`, now);
    return commit(`mm: convert ${name}`);
  });
  mirror = await openMirror(directory);
});
afterAll(() => mirror.close());

function makeClient(): GitHubTable {
  const routes = {
    ...code.routes,
    'GET /repos/{owner}/{repo}/pulls/{pull_number}/commits': paged(shas.map(sha => code.commit(sha))),
  };
  return new GitHubTable(routes, code.graphql);
}

async function readSeries(client: GitHubTable) {
  const pull = {
    number: 7,
    title: 'mm: convert',
    baseSha: `${shas[0]}^`,
    headSha: shas.at(-1) ?? '',
    commitCount: shas.length,
  };
  const { commits, notRead } = await readPullCommits(client, repository, pull);
  expect(notRead).toBeUndefined();
  return makePullSeries(pull, commits).series;
}

/** The findings behind the first patch, without how sure they are where callers in other files are not known. */
function findingsOf({ findings }: Review): readonly string[] {
  return findings
    .filter(({ patchNumber }) => patchNumber > 1)
    .map(finding => ({ ...finding, severity: '', confidence: '', what: finding.what.replace(unseen, '') }))
    .map(finding => JSON.stringify(finding));
}

const unseen = / A caller may hold page faults off, but who calls (?<names>.*) in other files was not looked at: .*\.$/;

describe('a review of code that is read through the API', () => {
  test('finds what it finds in a git mirror, but for what other files would tell, and says that', async () => {
    const client = makeClient();
    const series = await readSeries(client);
    const tree = new ApiTree(new BlobBatches(client, repository));
    await tree.prepare(series, series);
    const [api, local] = [
      await reviewSeries(series, { tree, remarks: [] }),
      await reviewSeries(series, { tree: mirror, remarks: [] }),
    ];
    expect(findingsOf(api)).toEqual(findingsOf(local));
    expect(findingsOf(local).length).toBeGreaterThan(5);
    expect(api.findings.every(({ evidence }) => evidence === 'file')).toBe(true);
    expect(api.problems).toEqual([]);
    expect(local.findings.filter(({ patchNumber }) => patchNumber === 1)).toEqual([]);
    const [first] = api.findings;
    expect([first?.severity, first?.confidence, unseen.exec(first?.what ?? '')?.[0]]).toEqual([
      'warning',
      'medium',
      ` A caller may hold page faults off, but who calls brook_pull() in other files was not looked at: ${series.baseCommit?.slice(0, 12)} could not be searched: it is read through the API.`,
    ]);
  });

  test('is sure of what no other file can clear, and says of the rest that it is not; nothing more is unchecked for that', async () => {
    const client = makeClient();
    const series = await readSeries(client);
    const tree = new ApiTree(new BlobBatches(client, repository));
    await tree.prepare(series, series);
    const { findings, notChecked } = await reviewSeries(series, { tree, ruleIds: [lost], remarks: [] });
    const levels = findings.map(({ severity, confidence, what }) =>
      [unseen.test(what), severity, confidence].join(' '),
    );
    expect([...new Set(levels)].sort()).toEqual(['false error high', 'true warning medium']);
    const names = findings.map(({ what }) => unseen.exec(what)?.groups?.names ?? '').filter(Boolean);
    expect(notChecked.filter(({ reason }) => names.some(name => reason.includes(name)))).toEqual([]);
  });

  test('needs one query for what is there and one for each 25 texts', async () => {
    const client = makeClient();
    const series = await readSeries(client);
    const tree = new ApiTree(new BlobBatches(client, repository));
    await tree.prepare(series, series);
    const queries = client.queries.length;
    expect(queries).toBe(1 + Math.ceil(fixtures.length / 25));
    await reviewSeries(series, { tree, remarks: [] });
    expect([client.queries.length, client.count('GET /repos/{owner}/{repo}/git/blobs/{file_sha}')]).toEqual([
      queries,
      0,
    ]);
  });

  test('needs no text again that was kept, but asks whether the repository has it', async () => {
    const kept = new Map<string, Uint8Array>();
    const cache: BlobCache = {
      find: async ids =>
        new Map(
          ids.flatMap(id => {
            const bytes = kept.get(id);
            return bytes ? [[id, bytes] as const] : [];
          }),
        ),
      keep: async (blobs: readonly Blob[]) => {
        for (const { id, bytes } of blobs) kept.set(id, bytes);
      },
    };
    const first = makeClient();
    const series = await readSeries(first);
    await new ApiTree(new BlobBatches(first, repository), cache).prepare(series, series);
    expect(kept.size).toBe(fixtures.length);
    const second = makeClient();
    const tree = new ApiTree(new BlobBatches(second, repository), cache);
    await tree.prepare(series, series);
    const review = await reviewSeries(series, { tree, remarks: [] });
    expect([second.queries.length, review.problems]).toEqual([1, []]);
  });
});

describe('a file', () => {
  const open = () => new ApiTree(new BlobBatches(makeClient(), repository));
  const base = () => `${shas[0]}^`;

  test.each(['mm/latin.c', 'mm/nul.c', 'mm/long.c', 'mm/folder/x.c'])('%s comes byte for byte', async path => {
    const reading = await open().readPath(base(), path);
    const bytes = readFileSync(join(directory, path));
    expect(reading.ok && [reading.blob.id, bytes.equals(reading.blob.bytes)]).toEqual([blobIdOf(bytes), true]);
  });

  test('is found by an abbreviation of its id, and only once asked for', async () => {
    const client = makeClient();
    const tree = new ApiTree(new BlobBatches(client, repository));
    const id = git('rev-parse', `${base()}:mm/folder/x.c`);
    expect(await tree.readBlob(id.slice(0, 12))).toEqual(await mirror.readBlob(id));
    expect(await tree.readBlob(id.slice(0, 9))).toMatchObject({ ok: true, blob: { id } });
    expect(client.queries).toHaveLength(2);
  });

  test('that is not there, a folder, and what is no id are answers', async () => {
    const tree = open();
    expect(await tree.readPath(base(), 'mm/none.c')).toEqual({ ok: false, reason: 'is not there' });
    expect(await tree.readPath('none', 'mm/long.c')).toEqual({ ok: false, reason: 'is not there' });
    expect(await tree.readPath(base(), 'mm/folder')).toEqual({ ok: false, reason: 'is not there' });
    expect(await tree.readBlob('0123456789ab')).toEqual({ ok: false, reason: 'is not there' });
    expect(await tree.readBlob('HEAD')).toEqual({ ok: false, reason: 'is no object id' });
    expect(await tree.readPath(base(), 'a\nb')).toEqual({ ok: false, reason: 'cannot be asked for' });
  });

  test('of more questions than one series may ask is not asked for', async () => {
    const client = makeClient();
    const tree = new ApiTree({ findBlobs: async () => new Map(), readBlobs: async () => new Map() });
    for (let number = 0; number < 200; number += 1) await tree.readPath('base', `mm/${number}.c`);
    expect(await tree.readPath('base', 'mm/more.c')).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/one file more/),
    });
    expect(client.queries).toEqual([]);
  });
});

test('an old side that stands at the base no more is found by the id of its index line', async () => {
  const client = makeClient();
  const path = `mm/${fixtures[0]?.name}.c`;
  const moved: CommitDiff = {
    sha: 'a'.repeat(40),
    parents: [shas.at(-1) ?? ''],
    message: 'mm: old',
    authorName: 'A',
    authorEmail: 'a@example.com',
    committedAt: 0,
    diff: { ok: true, text: git('diff', `${shas[0]}^`, `${shas[0]}`, '--', path) },
  };
  const { series } = makePullSeries({ title: 't', baseSha: shas.at(-1) ?? '', headSha: moved.sha, commitCount: 1 }, [
    moved,
  ]);
  const tree = new ApiTree(new BlobBatches(client, repository));
  await tree.prepare(series, series);
  const queries = client.queries.length;
  expect((await reviewSeries(series, { tree, remarks: [] })).problems).toEqual([]);
  expect([queries, client.queries.length]).toEqual([3, 3]);
});
