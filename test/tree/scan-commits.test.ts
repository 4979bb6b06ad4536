import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readDiff } from '../../src/diff/read-diff.js';
import { makeGitEnvironment } from '../../src/domain/git-environment.js';
import { type Mirror, openMirror } from '../../src/tree/git-mirror.js';
import { type CommitScan, scanCommits } from '../../src/tree/scan-commits.js';
import { runGit } from '../support/git.js';
import { makeTemporaryDirectory } from '../support/temporary.js';
import { writeFileBelow } from '../support/write-file-below.js';

const root = makeTemporaryDirectory();
const start = 1_900_000_000;

/** One commit of a history that is told to git fast-import; `mark` names it for the others. */
interface Told {
  readonly mark: number;
  readonly message: string;
  readonly parents?: readonly number[];
  /** The content of `jar.c` in it. */
  readonly content?: string;
}

function makeHistory(name: string, commits: readonly Told[]): string {
  const directory = join(root, name);
  runGit(root, ['init', '-q', '--bare', directory]);
  const stream = commits.map(({ mark, message, parents = [], content }) => {
    const [first, ...others] = parents;
    return [
      'commit refs/heads/master',
      `mark :${mark}`,
      `committer Bo Sand <bo@example.com> ${start + mark} +0000`,
      `data ${Buffer.byteLength(message)}`,
      message,
      ...(first === undefined ? [] : [`from :${first}`]),
      ...others.map(other => `merge :${other}`),
      ...(content === undefined ? [] : ['M 100644 inline jar.c', `data ${Buffer.byteLength(content)}`, content]),
      '',
    ].join('\n');
  });
  runGit(directory, ['symbolic-ref', 'HEAD', 'refs/heads/master']);
  runGit(directory, ['fast-import', '--quiet', '--force'], stream.join(''));
  return directory;
}

async function withMirror<T>(directory: string, use: (mirror: Mirror) => Promise<T>): Promise<T> {
  const mirror = await openMirror(directory);
  try {
    return await use(mirror);
  } finally {
    await mirror.close();
  }
}

function read(scan: CommitScan): Extract<CommitScan, { ok: true }> {
  if (!scan.ok) throw new Error(scan.reason);
  return scan;
}

const links = [
  'Link: https://lore.kernel.org/r/20310304.7-1-nora@example.org',
  'Link: https://lore.kernel.org/all/20310304.7-2-nora@example.org/T/#u # report',
  'Link: https://lkml.kernel.org/r/20310304.7-3-nora@example.org',
  'Link: https://patch.msgid.link/20310304.7-4-nora%40example.org',
  'Link: https://patchwork.kernel.org/project/larder/patch/20310304.7-5-nora@example.org/',
  'Link: https://example.org/bug/7',
  'Message-Id: <20310304.7-6-nora@example.org>',
  'Signed-off-by: Nora Lind <nora@example.org>',
].join('\n');
const tale = makeHistory('tale', [
  { mark: 1, message: 'jar: begin\n', content: 'one\ntwo\nthree\n' },
  {
    mark: 2,
    message: `jar: keep the lid\n on\n\nLink: https://lore.kernel.org/r/not-a-trailer@example.org is why.\n\n${links}\n`,
    parents: [1],
    content: 'one\n2\nthree\n',
  },
  { mark: 3, message: 'jar: \u001b[31mr\u00e9d\n', parents: [1], content: 'one\ntwo\nthree\nfour\n' },
  { mark: 4, message: 'Merge branch\n', parents: [2, 3], content: 'one\n2\nthree\nfour\n' },
]);

describe('the commits of a mirror', () => {
  test('are told oldest first, with the mails that their trailers name', async () => {
    const { commits, cursor, isCut } = read(await withMirror(tale, mirror => mirror.scanCommits('HEAD', undefined)));
    expect(
      commits.map(({ subject, committedAt, isMerge }) => [subject, committedAt / 1_000 - start, isMerge]).sort(),
    ).toEqual([
      ['Merge branch', 4, true],
      ['jar: \u001b[31mr\u00e9d', 3, false],
      ['jar: begin', 1, false],
      ['jar: keep the lid  on', 2, false],
    ]);
    expect(commits.find(({ subject }) => subject.startsWith('jar: keep'))?.messageIds).toEqual(
      [1, 2, 3, 4, 5, 6].map(number => `20310304.7-${number}-nora@example.org`),
    );
    expect([commits[0]?.subject, commits.at(-1)?.subject, isCut]).toEqual(['jar: begin', 'Merge branch', false]);
    expect(cursor).toBe(runGit(tale, ['rev-parse', 'HEAD']).trim());
  });

  test('behind a cursor are those that it has not got, and nothing where nothing came', async () => {
    const side = runGit(tale, ['rev-parse', 'HEAD^2']).trim();
    const later = read(await withMirror(tale, mirror => mirror.scanCommits('HEAD', side)));
    expect(later.commits.map(({ subject }) => subject)).toEqual(['jar: keep the lid  on', 'Merge branch']);
    const none = read(await withMirror(tale, mirror => mirror.scanCommits('HEAD', later.cursor)));
    expect(none).toEqual({ ok: true, commits: [], cursor: later.cursor, isCut: false });
  });

  test('are told anew where the cursor is gone, and why not where the revision is', async () => {
    const gone = 'd'.repeat(40);
    expect(read(await withMirror(tale, mirror => mirror.scanCommits('HEAD', gone))).commits).toHaveLength(4);
    const missing = await withMirror(tale, mirror => mirror.scanCommits('--all', undefined));
    expect(missing).toEqual({ ok: false, reason: 'it is not there' });
  });

  test('are told in several looks where they are many, and none is lost', async () => {
    const long = makeHistory(
      'long',
      Array.from({ length: 9 }, (_, index) => ({
        mark: index + 1,
        message: `${index}`,
        parents: index === 0 ? [] : [index],
      })),
    );
    const environment = makeGitEnvironment(long, process.env.PATH);
    const [tip = '', ...older] = runGit(long, ['rev-list', 'HEAD']).trim().split('\n');
    const look = async (cursor: string | undefined) => {
      const scan = read(await scanCommits(environment, { tip, cursor, countMax: 5 }));
      return { subjects: scan.commits.map(({ subject }) => subject).join(' '), cursor: scan.cursor, isCut: scan.isCut };
    };
    expect(await look(undefined)).toEqual({ subjects: '4 5 6 7 8', cursor: tip, isCut: false });
    const first = await look(older.at(-1));
    expect(first).toEqual({ subjects: '1 2 3 4 5', cursor: older[2], isCut: true });
    expect(await look(first.cursor)).toEqual({ subjects: '6 7 8', cursor: tip, isCut: false });
  });

  test('are read whatever the settings of the repository say, and without its programs', async () => {
    const directory = makeHistory('set', [{ mark: 1, message: `jar: begin\n\n${links}\n`, content: 'one\n' }]);
    const alarm = join(root, 'alarm');
    writeFileBelow(directory, 'info/attributes', '* diff=evil\n');
    for (const [name, value] of [
      ['log.showSignature', 'true'],
      ['gpg.program', `touch ${alarm}`],
      ['diff.external', `touch ${alarm}`],
      ['diff.evil.textconv', `touch ${alarm};`],
      ['diff.evil.command', `touch ${alarm};`],
      ['diff.noprefix', 'true'],
      ['diff.context', '0'],
      ['color.ui', 'always'],
      ['trailer.separators', '#'],
    ] as const) {
      runGit(directory, ['config', name, value]);
    }
    const [scan, ids] = await withMirror(directory, async mirror => {
      const scanned = read(await mirror.scanCommits('HEAD', undefined));
      return [scanned, await mirror.readPatchIds(scanned.commits.map(({ id }) => id))] as const;
    });
    expect(scan.commits.map(({ subject, messageIds }) => [subject, messageIds.length])).toEqual([['jar: begin', 6]]);
    const diff =
      'diff --git a/jar.c b/jar.c\nnew file mode 100644\nindex 0000000..5626abf\n--- /dev/null\n+++ b/jar.c\n@@ -0,0 +1 @@\n+one\n';
    expect([...ids.values()]).toEqual([readDiff(diff, { messageId: 'x', firstMailLine: 1 }).patchId]);
    expect(existsSync(alarm)).toBe(false);
  });
});

describe('the patch-id of a commit', () => {
  test('is that of the mail with its diff; a merge and what is no commit have none', async () => {
    const ids = runGit(tale, ['rev-list', 'HEAD']).trim().split('\n');
    const found = await withMirror(tale, mirror => mirror.readPatchIds([...ids, 'd'.repeat(40), '--all']));
    expect(found.size).toBe(3);
    const diff = 'diff --git a/jar.c b/jar.c\n--- a/jar.c\n+++ b/jar.c\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n';
    expect(found.get(runGit(tale, ['rev-parse', 'HEAD^1']).trim())).toBe(
      readDiff(diff, { messageId: 'x', firstMailLine: 1 }).patchId,
    );
  });
});
