import { expect, test } from '@jest/globals';
import { makeLineMap } from '../../src/diff/line-map.js';
import { readDiff } from '../../src/diff/read-diff.js';

function mapOf(...hunks: readonly string[]) {
  const text = `diff --git a/x.c b/x.c\n--- a/x.c\n+++ b/x.c\n${hunks.join('')}`;
  const [file] = readDiff(text, { messageId: 'mail@example.com', firstMailLine: 1 }).files;
  if (file === undefined) throw new Error('the diff of a test names a file');
  return makeLineMap(file);
}

const grows = '@@ -10,2 +10,4 @@\n fill();\n+heat();\n+wait();\n boil();\n';
const shrinks = '@@ -30,3 +32,2 @@\n pour();\n-spill();\n drink();\n';

test('lines before the first hunk keep their numbers', () => {
  const map = mapOf(grows);
  expect([map.toNew(1), map.toNew(9), map.toOld(9)]).toEqual([1, 9, 9]);
});

test('lines between and behind hunks move by what was added and removed before them', () => {
  const map = mapOf(grows, shrinks);
  expect([map.toNew(12), map.toNew(29), map.toNew(33), map.toNew(1000)]).toEqual([14, 31, 34, 1001]);
  expect([map.toOld(14), map.toOld(31), map.toOld(34), map.toOld(1001)]).toEqual([12, 29, 33, 1000]);
});

test('context inside a hunk is mapped, changed lines are not', () => {
  const map = mapOf(grows, shrinks);
  expect([map.toNew(10), map.toNew(11), map.toNew(31)]).toEqual([10, 13, undefined]);
  expect([map.toOld(11), map.toOld(12), map.toOld(13)]).toEqual([undefined, undefined, 11]);
});

test('a hunk without lines on one side stands behind the line that it names', () => {
  const map = mapOf('@@ -5,0 +6,2 @@\n+heat();\n+wait();\n');
  expect([map.toNew(5), map.toNew(6), map.toOld(6), map.toOld(7), map.toOld(8)]).toEqual([
    5,
    8,
    undefined,
    undefined,
    6,
  ]);
});

test('the order of the hunks in the mail does not matter', () => {
  const map = mapOf(shrinks, grows);
  expect([map.toNew(12), map.toNew(33)]).toEqual([14, 34]);
});
