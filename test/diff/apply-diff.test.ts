import { expect, test } from '@jest/globals';
import { applyDiff } from '../../src/diff/apply-diff.js';
import { readDiff } from '../../src/diff/read-diff.js';
import type { FileDiff } from '../../src/domain/diff.js';

const header = 'diff --git a/x.c b/x.c\n--- a/x.c\n+++ b/x.c\n';

function readFile(text: string): FileDiff {
  const [file] = readDiff(text, { messageId: 'mail@example.com', firstMailLine: 1 }).files;
  if (file === undefined) throw new Error('the diff of a test names a file');
  return file;
}

function bytesOf(text: string): string {
  return Buffer.from(text).toString('latin1');
}

const swapBoil = readFile(`${header}@@ -3,3 +3,3 @@\n fill();\n-boil();\n+simmer();\n pour();\n`);

test('a hunk at its place is applied there', () => {
  expect(applyDiff('a\nb\nfill();\nboil();\npour();\n', swapBoil)).toEqual({
    ok: true,
    text: 'a\nb\nfill();\nsimmer();\npour();\n',
    offset: 0,
    shift: { old: 0, new: 0 },
  });
});

test('a hunk that moved is found, and how far it moved is told', () => {
  const outcome = applyDiff('fill();\nboil();\npour();\nc\nd\n', swapBoil);
  expect(outcome).toEqual({
    ok: true,
    text: 'fill();\nsimmer();\npour();\nc\nd\n',
    offset: 2,
    shift: { old: -2, new: -2 },
  });
});

test('where two hunks moved by different distances, no one distance is told', () => {
  const twice = readFile(
    `${header}@@ -3,2 +3,2 @@\n-boil();\n+simmer();\n a\n@@ -6,2 +6,2 @@\n-boil();\n+steep();\n pour();\n`,
  );
  const outcome = applyDiff('boil();\na\nb\nc\nd\ne\nboil();\npour();\n', twice);
  expect(outcome).toMatchObject({ ok: true, offset: 2, shift: undefined });
});

test('of two places the nearer one is taken', () => {
  const block = 'fill();\nboil();\npour();\n';
  const outcome = applyDiff(`${block}-\n-\n-\n-\n-\n${block}`, swapBoil);
  expect(outcome).toMatchObject({ ok: true, text: expect.stringMatching(/^fill\(\);\nsimmer/), offset: 2 });
});

test('a hunk whose context differs by one line is refused, with its line in the mail', () => {
  const outcome = applyDiff('a\nb\nfill(cups);\nboil();\npour();\n', swapBoil);
  expect(outcome).toEqual({ ok: false, reason: 'the old lines of the hunk do not stand in the file', mailLine: 4 });
});

test('a hunk that names line 1 is not looked for elsewhere', () => {
  const atBegin = readFile(`${header}@@ -1,2 +1,2 @@\n-boil();\n+simmer();\n pour();\n`);
  expect(applyDiff('a\nboil();\npour();\n', atBegin).ok).toBe(false);
});

test('a moved hunk without context behind its changes stands at the end of the file only', () => {
  const atEnd = readFile(`${header}@@ -5,2 +5,2 @@\n fill();\n-boil();\n+simmer();\n`);
  expect(applyDiff('fill();\nboil();\npour();\n', atEnd).ok).toBe(false);
  expect(applyDiff('a\nfill();\nboil();\n', atEnd)).toMatchObject({
    ok: true,
    text: 'a\nfill();\nsimmer();\n',
    offset: 3,
  });
});

test('two hunks never take the same lines', () => {
  const twice = readFile(`${header}@@ -3 +3 @@\n-boil();\n+simmer();\n@@ -3 +3 @@\n-boil();\n+steep();\n`);
  expect(applyDiff('a\nb\nboil();\n', twice)).toMatchObject({ ok: false, mailLine: 7 });
});

test('lines without context go behind the line that the hunk names', () => {
  const added = readFile(`${header}@@ -1,0 +2 @@\n+boil();\n`);
  expect(applyDiff('fill();\npour();\n', added)).toMatchObject({ ok: true, text: 'fill();\nboil();\npour();\n' });
  expect(applyDiff('', added).ok).toBe(false);
});

test('the last line gains and loses its line end as the diff says', () => {
  const gains = readFile(`${header}@@ -1 +1 @@\n-pour();\n\\ No newline at end of file\n+pour();\n`);
  expect(applyDiff('pour();', gains)).toMatchObject({ ok: true, text: 'pour();\n' });
  expect(applyDiff('pour();\n', gains).ok).toBe(false);
  const loses = readFile(`${header}@@ -1 +1 @@\n-pour();\n+pour();\n\\ No newline at end of file\n`);
  expect(applyDiff('pour();\n', loses)).toMatchObject({ ok: true, text: 'pour();' });
});

test('a carriage return before the line end is part of the line', () => {
  const dos = readFile(`${header}@@ -1 +1 @@\n-boil();\r\n+simmer();\r\n`);
  expect(applyDiff('boil();\r\n', dos)).toMatchObject({ ok: true, text: 'simmer();\r\n' });
  expect(applyDiff('boil();\n', dos).ok).toBe(false);
});

test('the bytes of UTF-8 lines come out as they went in', () => {
  const tea = readFile(`${header}@@ -1,2 +1,2 @@\n /* thé */\n-boil();\n+boil(); /* 茶 */\n`);
  expect(applyDiff(bytesOf('/* thé */\nboil();\n'), tea)).toMatchObject({
    ok: true,
    text: bytesOf('/* thé */\nboil(); /* 茶 */\n'),
  });
});

test('a file of one byte a character is matched and written as such', () => {
  const tea = readFile(`${header}@@ -1,2 +1,2 @@\n /* thé */\n-boil();\n+boil(); /* thé */\n`);
  const old = '/* th\xe9 */\nboil();\n';
  expect(applyDiff(old, tea, 'utf8').ok).toBe(false);
  expect(applyDiff(old, tea, 'latin1')).toMatchObject({ ok: true, text: '/* th\xe9 */\nboil(); /* th\xe9 */\n' });
});

test('where blanks do not count, a hunk finds its place by the words, and unchanged lines stay as they are in the file', () => {
  const file = readFile(
    `${header}@@ -1,3 +1,3 @@\n         fill( a);\n-        boil();\n+        simmer();\n \u00a0      pour();\n`,
  );
  const old = '\tfill( a); \n\tboil();\n\tpour();\n';
  expect(applyDiff(old, file)).toMatchObject({ ok: false });
  expect(applyDiff(old, file, 'utf8', 'ignoring blanks')).toMatchObject({
    ok: true,
    text: '\tfill( a); \n        simmer();\n\tpour();\n',
  });
  expect(applyDiff(old.replace('fill(', 'f ill('), file, 'utf8', 'ignoring blanks')).toMatchObject({ ok: false });
});

test('a new file is made from nothing, and a deleted one must be gone', () => {
  const added = readFile(
    'diff --git a/x.c b/x.c\nnew file mode 100644\n--- /dev/null\n+++ b/x.c\n@@ -0,0 +1 @@\n+int x;\n',
  );
  expect(applyDiff('', added)).toMatchObject({ ok: true, text: 'int x;\n' });
  const deleted = readFile(
    'diff --git a/x.c b/x.c\ndeleted file mode 100644\n--- a/x.c\n+++ /dev/null\n@@ -1 +0,0 @@\n-int x;\n',
  );
  expect(applyDiff('int x;\n', deleted)).toMatchObject({ ok: true, text: '' });
  expect(applyDiff('int x;\nint y;\n', deleted)).toMatchObject({ ok: false, mailLine: 1 });
});

test('a binary change is not applied', () => {
  const binary = readFile(
    'diff --git a/x.png b/x.png\nindex 1111111..2222222 100644\nBinary files a/x.png and b/x.png differ\n',
  );
  expect(applyDiff('', binary)).toMatchObject({ ok: false, reason: 'the change is binary' });
});

test('a hunk that fits almost everywhere in a large file is given up in time', () => {
  const braces = ' }\n'.repeat(40_000);
  const hunk = readFile(`${header}@@ -2,40002 +2,40002 @@\n${braces}-x\n+y\n }\n`);
  expect(applyDiff('}\n'.repeat(200_000), hunk)).toMatchObject({ ok: false, reason: expect.stringContaining('time') });
});
