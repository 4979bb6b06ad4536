import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { limits } from '../../../src/domain/limits.js';
import type { Message } from '../../../src/domain/message.js';
import type { Remark } from '../../../src/domain/remark.js';
import { assembleSeries } from '../../../src/series/assemble-series.js';
import { assembleThreads } from '../../../src/series/assemble-threads.js';
import { recoverQuotedPatches } from '../../../src/series/quoted/recover-quoted-patches.js';
import { placeRemarks } from '../../../src/series/remarks/place-remarks.js';
import { expectGolden } from '../../support/golden.js';
import { messageOf, readOne } from '../../support/mails.js';
import { repository } from '../../support/repository.js';

const fixtures = join(repository, 'fixtures/replies');

interface Read {
  readonly file: string;
  readonly message: Message;
}

function readFolder(folder: string): Promise<readonly Read[]> {
  const files = readdirSync(join(fixtures, folder)).sort();
  return Promise.all(files.map(async file => ({ file, message: await readOne(join(fixtures, folder, file)) })));
}

function place(messages: readonly Message[]): readonly Remark[] {
  const { threads } = assembleThreads(messages);
  const patches = assembleSeries(threads).flatMap(series => series.patches);
  return threads.flatMap(thread => placeRemarks(thread, [...patches, ...recoverQuotedPatches(thread, patches)]));
}

/** One remark a line, below the file of its mail; for people to read and to compare. */
function describe(reads: readonly Read[], remarks: readonly Remark[]): string {
  return reads.map(({ file, message }) => [file, ...remarks.filter(isOf(message)).map(line), ''].join('\n')).join('\n');
}

function isOf(message: Message): (remark: Remark) => boolean {
  return remark => remark.messageId === message.id;
}

function line(remark: Remark): string {
  const position =
    remark.path === undefined ? '' : ` ${remark.path} ${remark.side ?? ''} ${remark.line ?? ''}`.trimEnd();
  const from = remark.quotedFrom === undefined ? '' : ` (${remark.quotedFrom})`;
  const patch = `<${remark.patchMessageId.split('@')[0]}>`;
  return `  ${remark.kind} ${remark.state} ${patch}${position}: ${JSON.stringify(remark.comment)}${from}`;
}

test('every block of own text in the thread of fixtures/replies is placed as its golden says', async () => {
  const reads = await readFolder('thread');
  expectGolden('replies/thread.remarks.txt', describe(reads, place(reads.map(({ message }) => message))));
});

test('remarks on patches that are seen only as quotations are placed as their golden says', async () => {
  const reads = await readFolder('quoted');
  expectGolden('replies/quoted.remarks.txt', describe(reads, place(reads.map(({ message }) => message))));
});

test('the order in which the mails arrive changes nothing', async () => {
  const messages = (await readFolder('thread')).map(({ message }) => message);
  expect(place(messages.toReversed())).toEqual(place(messages));
});

const head = (id: string, parent?: string) =>
  [
    'From: A Writer <a@example.org>',
    `Subject: ${parent === undefined ? '' : 'Re: '}[PATCH] braces`,
    'Date: Mon, 3 Mar 2031 10:00:00 +0000',
    `Message-ID: <${id}@example.org>`,
    ...(parent === undefined ? [] : [`In-Reply-To: <${parent}@example.org>`]),
  ].join('\n');

test('a remark on a hunk whose counts were edited wrong still finds its line', async () => {
  const diff = 'diff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\n@@ -7,2 +7,3 @@\n one();\n+two();\n+three();\n four();\n';
  const patch = await messageOf(head('patch'), `---\n${diff}`);
  const reply = await messageOf(head('reply', 'patch'), '> +two();\n> +three();\n\nToo many.\n');
  expect(place([patch, reply])).toMatchObject([{ state: 'exact', path: 'a.c', side: 'new', line: 9 }]);
});

test('the quoted line keeps its diff marker, whichever it is', async () => {
  const diff = 'diff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\n@@ -7,2 +7,2 @@\n \tone();\n-\ttwo();\n+\tthree();\n';
  const patch = await messageOf(head('patch'), `---\n${diff}`);
  const quoted = diff.split('\n').slice(3, -1);
  const reply = await messageOf(head('reply', 'patch'), quoted.map(line => `> ${line}\nWhy is this?\n`).join(''));
  expect(place([patch, reply]).map(remark => remark.quotedLine)).toEqual(quoted);
});

test('a patch of nothing but braces, quoted over and over, is placed in bounded time', async () => {
  const count = 20_000;
  const diff = `diff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\n@@ -0,0 +1,${count} @@\n${'+}\n'.repeat(count)}`;
  const patch = await messageOf(head('patch'), `---\n${diff}`);
  const reply = await messageOf(head('reply', 'patch'), '> +}\nWhy?\n'.repeat(count));
  const begin = performance.now();
  const remarks = place([patch, reply]);
  expect(performance.now() - begin).toBeLessThan(10_000);
  expect(remarks).toHaveLength(count);
  expect(new Set(remarks.map(remark => remark.state))).toEqual(new Set(['ambiguous']));
}, 30_000);

test('marks and letters without end are read in bounded time', async () => {
  const bodies = [
    '>'.repeat(limits.lineCharsMax),
    `${'> '.repeat(20_000)}x\n`.repeat(20),
    `${'.'.repeat(limits.lineCharsMax)}x`,
    `On ${'1,'.repeat(5_000)} wrote:\n> x`,
    '-----Original Message-----\nFrom: A\nTo: B\n\nx\n'.repeat(20_000),
    `> --- a/a.c\n> +++ b/a.c\n> @@ -1,9 +1,9 @@\n>  x\n${'> wrapped without end\n'.repeat(100_000)}`,
    `${'> '.repeat(10)}x\nAm 1.1.2031 schrieb ${'hat '.repeat(20_000)}:\n`.repeat(5),
  ];
  const diff = 'diff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\n@@ -0,0 +1 @@\n+x\n';
  const patch = await messageOf(head('patch'), `---\n${diff}`);
  const replies = await Promise.all(
    bodies.map((body, index) => messageOf(head(`reply-${index}`, 'patch'), `> +x\n${body}\n`)),
  );
  const begin = performance.now();
  place([patch, ...replies]);
  expect(performance.now() - begin).toBeLessThan(10_000);
}, 30_000);
