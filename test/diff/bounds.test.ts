import { expect, test } from '@jest/globals';
import { type DiffReading, readDiff } from '../../src/diff/read-diff.js';
import { limits } from '../../src/domain/limits.js';

const header = 'diff --git a/x.c b/x.c\n--- a/x.c\n+++ b/x.c\n';
const goodFile = 'diff --git a/good.c b/good.c\n--- a/good.c\n+++ b/good.c\n@@ -1 +1 @@\n-a\n+b\n';

function read(text: string): DiffReading {
  return readDiff(text, { messageId: 'mail@example.com', firstMailLine: 1 });
}

function codesOf(reading: DiffReading): readonly string[] {
  return [...new Set(reading.problems.map(problem => problem.code))];
}

function pathsOf(reading: DiffReading): readonly (string | undefined)[] {
  return reading.files.map(file => file.newPath);
}

test('a hunk that claims ten million lines is damaged, and the next file is read', () => {
  const reading = read(`${header}@@ -1,10000000 +1,10000000 @@\n a\n${goodFile}`);
  expect(codesOf(reading)).toEqual(['diff-damaged']);
  expect(reading.files.map(file => [file.newPath, file.hunks.length, file.isPartial])).toEqual([
    ['x.c', 0, true],
    ['good.c', 1, false],
  ]);
});

test('a hunk with a line of 5 MB is damaged, and the next file is read', () => {
  const reading = read(`${header}@@ -1 +1 @@\n-${'a'.repeat(5_000_000)}\n+b\n${goodFile}`);
  expect(codesOf(reading)).toEqual(['diff-damaged']);
  expect(pathsOf(reading)).toEqual(['x.c', 'good.c']);
});

test('header lines of 5 MB name no file, and the next file is read', () => {
  for (const name of ['a/ ', '\\303', ' ', '/', '\t1970 ']) {
    const long = name.repeat(5_000_000 / name.length);
    const reading = read(
      `diff --git ${long}\ndiff --git "${long}"\n--- ${long}\n+++ ${long}\n@@ -1 +1 @@\n-a\n+b\n${goodFile}`,
    );
    expect(pathsOf(reading)).toEqual(['good.c']);
  }
});

test('200,000 files are cut, and that is said', () => {
  const reading = read(
    Array.from({ length: 200_000 }, (_, index) => goodFile.replaceAll('good', `f${index}`)).join(''),
  );
  expect(codesOf(reading)).toEqual(['diff-too-large']);
  expect(reading.files.length).toBeLessThanOrEqual(limits.filesPerPatchMax + 1);
});

test('more lines of hunks than are read leave the last file marked as partial', () => {
  const hunk = `@@ -1,400000 +1,400000 @@\n${'\n'.repeat(400_000)}`;
  const reading = read(`${header}${hunk}${hunk}${hunk}`);
  expect(reading.problems).toMatchObject([{ code: 'diff-too-large', path: 'x.c' }]);
  expect(reading.files).toMatchObject([{ newPath: 'x.c', isPartial: true }]);
});

test('a hundred thousand openings of hunks give a short list of problems', () => {
  const reading = read(`${header}${'@@ -1,9 +1,9 @@\n'.repeat(100_000)}`);
  expect(reading.problems).toHaveLength(limits.problemsPerDiffMax);
});

test('NUL bytes in lines are bytes like others, in paths they are not', () => {
  const reading = read(`${header}@@ -1 +1 @@\n-\0\n+\0\0\n${goodFile.replaceAll('good', 'go\0d')}`);
  expect(reading.files.map(file => file.hunks[0]?.lines.map(line => line.text))).toEqual([['\0', '\0\0']]);
  expect(codesOf(reading)).toEqual(['path-unsafe']);
});
