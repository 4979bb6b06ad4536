import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { openSource } from '../../src/sources/open-source.js';
import type { Selection } from '../../src/sources/selection.js';
import { isProblem } from '../../src/sources/source-item.js';
import { makeEpoch, runGit } from '../support/git.js';
import { makeTemporaryDirectory } from '../support/temporary.js';
import { writeFileBelow } from '../support/write-file-below.js';

const root = makeTemporaryDirectory();
const envelope = 'From mboxrd@z Thu Jan  1 00:00:00 1970\n';

function mail(subject: string): string {
  return `Subject: ${subject}\nFrom: a@example.com\n\ntext\n`;
}

/** The subjects of the mails and, in brackets, the places of the problems, as they come. */
async function read(path: string, selection: Selection = {}): Promise<readonly string[]> {
  const seen: string[] = [];
  for await (const item of openSource(path, selection)) {
    if (isProblem(item)) seen.push(`[${item.where.replace(`${root}/`, '')}]`);
    else seen.push(/^Subject: (.*)$/m.exec(Buffer.from(item.bytes).toString('utf8'))?.[1] ?? 'no subject');
  }
  return seen;
}

/** What the problems say. */
async function details(path: string): Promise<readonly string[]> {
  const said: string[] = [];
  for await (const item of openSource(path, {})) if (isProblem(item)) said.push(item.detail);
  return said;
}

test('a file is known by what is in it: a mail, an mbox, a page, each gzipped or not', async () => {
  const mbox = `${envelope}${mail('one')}\n${envelope}${mail('two')}`;
  const page = 'Re: a subject\n\nFrom: Some One\nDate: Fri May 17 2024 - 10:44:09 EST\n\n\nSubject: of the page\n';
  expect(await read(writeFileBelow(root, 'files/a', mail('single')))).toEqual(['single']);
  expect(await read(writeFileBelow(root, 'files/b', gzipSync(mail('zipped'))))).toEqual(['zipped']);
  expect(await read(writeFileBelow(root, 'files/c', mbox))).toEqual(['one', 'two']);
  expect(await read(writeFileBelow(root, 'files/d', gzipSync(mbox)))).toEqual(['one', 'two']);
  expect(await read(writeFileBelow(root, 'files/e', page))).toEqual(['of the page']);
  expect(await read(writeFileBelow(root, 'files/f', mail('crlf').replaceAll('\n', '\r\n')))).toEqual(['crlf']);
});

test('a path that cannot be looked at is a problem of its place', async () => {
  symlinkSync(join(root, 'loop'), join(root, 'loop'));
  expect(await read(join(root, 'loop'))).toEqual(['[loop]']);
  expect(await read(join(root, 'n'.repeat(300)))).toHaveLength(1);
  writeFileBelow(root, 'with-a-file/git', 'a file that is named as the epochs of an inbox are');
  writeFileBelow(root, 'with-a-file/a.eml', mail('beside it'));
  expect(await read(join(root, 'with-a-file'))).toEqual(['beside it']);
});

test('a diff without a mail is told apart, with the command that makes mails of commits', async () => {
  const diff = 'diff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\n@@ -1 +1 @@\n-a\n+b\n';
  const shown = `commit ${'0123456789'.repeat(4)}\nAuthor: A <a@example.com>\nDate:   Fri May 17 10:44:09 2024 +0000\n`;
  for (const text of [diff, diff.slice(diff.indexOf('---')), `${shown}\n    words\n\n${diff}`]) {
    expect(await details(writeFileBelow(root, 'bare.diff', text))).toEqual([
      expect.stringContaining('git format-patch'),
    ]);
  }
});

test('what is no mail is a problem of its place', async () => {
  expect(await read(join(root, 'nowhere'))).toEqual(['[nowhere]']);
  expect(await read(writeFileBelow(root, 'no/empty.eml', ''))).toEqual(['[no/empty.eml]']);
  expect(await read(writeFileBelow(root, 'no/blank.eml', '\n \n'))).toEqual(['[no/blank.eml]']);
  expect(await read(writeFileBelow(root, 'no/prose.eml', 'Dear diary,\n\ntoday: nothing.\n'))).toEqual([
    '[no/prose.eml]',
  ]);
  expect(await read(writeFileBelow(root, 'no/bytes.eml', Buffer.alloc(4_096, 0)))).toEqual(['[no/bytes.eml]']);
  expect(await read(writeFileBelow(root, 'no/twice.gz', gzipSync(gzipSync(mail('deep')))))).toEqual(['[no/twice.gz]']);
});

test('a gzip that breaks off gives the mails before the break', async () => {
  const mbox = Array.from({ length: 4_000 }, (_, index) => `${envelope}${mail(`number ${index * 7_919}`)}\n`).join('');
  const zipped = gzipSync(mbox);
  const seen = await read(writeFileBelow(root, 'broken/list.mbox.gz', zipped.subarray(0, zipped.length - 100)));
  expect(seen.length).toBeGreaterThan(1_000);
  expect(seen[0]).toBe('number 0');
  expect(seen.at(-1)).toBe('[broken/list.mbox.gz]');
});

test('an mbox numbers its mails, and one that is none does not end it', async () => {
  const parts = [mail('one'), 'Odd: header\n\ntext\n', mail('three')];
  const path = writeFileBelow(root, 'odd.mbox', parts.map(part => `${envelope}${part}\n`).join(''));
  const seen: string[] = [];
  for await (const item of openSource(path, {})) seen.push(isProblem(item) ? `problem ${item.where}` : item.origin);
  expect(seen).toEqual([`${path}#1`, `problem ${path}#2`, `${path}#3`]);
});

test('a directory gives its mail files in path order and nothing else', async () => {
  writeFileBelow(root, 'tree/b/2.eml', mail('second'));
  writeFileBelow(root, 'tree/a/1.mbox', envelope + mail('first'));
  writeFileBelow(root, 'tree/c.mbox.gz', gzipSync(envelope + mail('third')));
  writeFileBelow(root, 'tree/c/0001-t.patch', mail('a draft'));
  writeFileBelow(root, 'tree/notes.txt', mail('not a mail file'));
  writeFileBelow(root, 'tree/.git/x.eml', mail('not of the tree'));
  writeFileBelow(root, 'tree/d.eml', 'not a mail');
  symlinkSync(join(root, 'tree'), join(root, 'tree/b/circle'));
  expect(await read(join(root, 'tree'))).toEqual(['first', 'second', 'third', 'a draft', '[tree/d.eml]']);
});

test('a maildir gives every file of new and cur', async () => {
  writeFileBelow(root, 'maildir/new/1715000000.M1.host', mail('new'));
  writeFileBelow(root, 'maildir/cur/1714000000.M1.host:2,S', mail('seen'));
  writeFileBelow(root, 'maildir/tmp/1716000000.M1.host', mail('half delivered'));
  expect(await read(join(root, 'maildir'))).toEqual(['seen', 'new']);
});

test('a directory without mails says so', async () => {
  mkdirSync(join(root, 'bare/deep'), { recursive: true });
  expect(await read(join(root, 'bare'))).toEqual(['[bare]']);
});

test('an archive gives its mails oldest first, without those that it took back', async () => {
  const epoch = join(root, 'list.git');
  makeEpoch(epoch, [
    { file: 'm', mail: mail('one'), time: 1_000 },
    { file: 'm', mail: mail('spam'), time: 2_000 },
    { file: 'm', mail: mail('two'), time: 3_000 },
    { file: 'd', mail: mail('spam'), time: 4_000 },
    { file: 'm', mail: mail('three'), time: 5_000 },
  ]);
  expect(await read(epoch)).toEqual(['one', 'two', 'three']);
  expect(await read(epoch, { newest: 2 })).toEqual(['two', 'three']);
  expect(await read(epoch, { since: 3_500_000 })).toEqual(['three']);
  expect(await read(epoch, { since: 9_000_000 })).toEqual([]);
});

test('an archive of several epochs is one archive', async () => {
  makeEpoch(join(root, 'v2/git/0.git'), [{ file: 'm', mail: mail('old'), time: 1_000 }]);
  makeEpoch(join(root, 'v2/git/9.git'), [{ file: 'm', mail: mail('middle'), time: 2_000 }]);
  makeEpoch(join(root, 'v2/git/10.git'), [{ file: 'm', mail: mail('young'), time: 3_000 }]);
  execFileSync('git', ['init', '-q', '--bare', join(root, 'v2/all.git')]);
  expect(await read(join(root, 'v2'))).toEqual(['old', 'middle', 'young']);
  expect(await read(join(root, 'v2/all.git'))).toEqual(['old', 'middle', 'young']);
  expect(await read(join(root, 'v2'), { newest: 2 })).toEqual(['middle', 'young']);
  const other = runGit(join(root, 'v2/git/9.git'), ['hash-object', '-w', '-t', 'tree', '--stdin']).trim();
  const commit = ['-c', 'user.name=A', '-c', 'user.email=a@example.com', 'commit-tree', '-m', 'x', other];
  runGit(join(root, 'v2/git/9.git'), ['update-ref', 'HEAD', runGit(join(root, 'v2/git/9.git'), commit).trim()]);
  expect(await read(join(root, 'v2'))).toEqual(['[v2/git/9.git]', 'old', 'young']);
});

test('an archive may have a work tree', async () => {
  makeEpoch(join(root, 'epoch.git'), [{ file: 'm', mail: mail('checked out'), time: 1_000 }]);
  runGit(root, ['clone', '-q', 'epoch.git', 'checkout']);
  expect(await read(join(root, 'checkout'))).toEqual(['checked out']);
});

test('a directory of mails may lie under version control', async () => {
  writeFileBelow(root, 'versioned/a.eml', mail('kept in git'));
  const directory = join(root, 'versioned');
  runGit(root, ['init', '-q', directory]);
  expect(await read(directory)).toEqual(['kept in git']);
  runGit(directory, ['add', '.']);
  runGit(directory, ['-c', 'user.name=A', '-c', 'user.email=a@example.com', 'commit', '-q', '-m', 'x']);
  expect(await read(directory)).toEqual(['kept in git']);
  runGit(root, ['clone', '-q', '--bare', directory, 'versioned.git']);
  expect(await read(join(root, 'versioned.git'))).toEqual(['[versioned.git]']);
});

test('a repository without mails, and one that git cannot read, are problems', async () => {
  const empty = join(root, 'empty.git');
  execFileSync('git', ['init', '-q', '--bare', empty]);
  expect(await read(empty)).toEqual(['[empty.git]']);
  expect(await details(empty)).toEqual([expect.stringContaining('give a public-inbox archive')]);
  writeFileBelow(root, 'broken.git/HEAD', 'ref: refs/heads/master');
  mkdirSync(join(root, 'broken.git/objects'));
  expect(await read(join(root, 'broken.git'))).toEqual(['[broken.git]']);
});

test('an archive that promises a mail it has not got runs no command to fetch it', async () => {
  const epoch = join(root, 'promised.git');
  makeEpoch(epoch, [{ file: 'm', mail: mail('elsewhere'), time: 1_000 }]);
  const blob = runGit(epoch, ['rev-parse', 'HEAD:m']).trim();
  rmSync(join(epoch, 'objects', blob.slice(0, 2), blob.slice(2)));
  const witness = join(root, 'a-command-ran');
  for (const [key, value] of [
    ['core.repositoryFormatVersion', '1'],
    ['extensions.partialClone', 'origin'],
    ['remote.origin.promisor', 'true'],
    ['remote.origin.url', `ext::sh -c touch% ${witness}`],
    ['protocol.ext.allow', 'always'],
  ] as const) {
    runGit(epoch, ['config', key, value]);
  }
  expect(await read(epoch)).toHaveLength(1);
  expect(existsSync(witness)).toBe(false);
});

test('without git an archive is a problem that says so', async () => {
  const searchPath = process.env.PATH;
  process.env.PATH = join(root, 'nothing-here');
  try {
    expect(await details(join(root, 'list.git'))).toEqual([expect.stringContaining('install git')]);
  } finally {
    process.env.PATH = searchPath;
  }
});

test('a large archive comes whole through the one git that reads it', async () => {
  const epoch = join(root, 'large.git');
  const commits = Array.from({ length: 3_000 }, (_, index) => ({
    file: 'm' as const,
    mail: mail(`n${index} ${'x'.repeat(index)}`),
    time: index + 1,
  }));
  makeEpoch(epoch, commits);
  const seen = await read(epoch);
  expect(seen).toHaveLength(3_000);
  expect(seen[2_999]).toBe(`n2999 ${'x'.repeat(2_999)}`);
});
