import { expect, test } from '@jest/globals';
import { recountHunks, repairHunks } from '../../../src/series/quoted/repair-hunks.js';

/** Lines marked with `~` are blank ones next to a remark. */
function repair(text: string, read = repairHunks): string[] {
  const lines = text.split('\n').map((line, index) => ({
    text: line === '~' ? '' : line,
    line: index + 1,
    isLoose: line === '~',
  }));
  return read(lines).map(line => line.text);
}

const header = '@@ -1,3 +1,4 @@';

test('a sound hunk stays as it is', () => {
  expect(repair(`${header}\n one\n+two\n three\n four`)).toEqual([header, ' one', '+two', ' three', ' four']);
});

test('context that lost all indentation gets its marker back, blank context too', () => {
  expect(repair(`${header}\none\n+ two\n\nfour`)).toEqual([header, ' one', '+ two', ' ', ' four']);
});

test('context whose marker became a no-break space gets a space', () => {
  expect(repair(`${header}\n\u00a0one\n+two\n\u00a0three\n\u00a0four`)[1]).toBe(' one');
});

test('where context kept its markers, a line without one is the tail of a wrapped line', () => {
  const hunk = repair(`${header}\n one\n+two is\nwrapped\n three\n four`);
  expect(hunk).toEqual([header, ' one', '+two is wrapped', ' three', ' four']);
});

test('blank lines that a remark left behind are dropped where the counts ask for it', () => {
  expect(repair(`${header}\n one\n+two\n~\n three\n four`)).toEqual([header, ' one', '+two', ' three', ' four']);
});

test('a blank line that the next line swallowed is restored where the counts ask for it', () => {
  const joined = ['@@ -1,5 +1,5 @@', ' one', ' -two', '+two!', '  \tthree', ' four'];
  const restored = ['@@ -1,6 +1,6 @@', ' one', ' ', '-two', '+two!', ' ', ' \tthree', ' four'];
  expect(repair(['@@ -1,6 +1,6 @@', ...joined.slice(1)].join('\n'))).toEqual(restored);
  expect(repair(joined.join('\n'))).toEqual(joined);
});

test('context that is indented by one space more throughout swallowed nothing, even if the counts would hold', () => {
  const stuffed = ['@@ -1,5 +1,6 @@', '  \tone', '  two', '+added', '  \tthree'];
  expect(repair(stuffed.join('\n'))).toEqual(stuffed);
});

test('what stands below the diff is no part of the hunk: a base commit, a signature', () => {
  const hunk = [header, ' one', '+two', ' three', ' ', ''];
  const below = ['base-commit: 0123456789ab', '-- ', '2.39.2', ''];
  expect(repair([...hunk, ...below].join('\n')).slice(0, 5)).toEqual(hunk.slice(0, 5));
  expect(repair([header, ' one', '+two', '~', ' ', ' four', '', ...below].join('\n')).slice(0, 5)).toEqual([
    header,
    ' one',
    '+two',
    ' ',
    ' four',
  ]);
});

test('a hunk that no repair brings to its counts is left as it was', () => {
  const cut = [header, 'one', '+two', '[...]'];
  expect(repair(cut.join('\n'))).toEqual(cut);
});

test('a hunk followed by more changed lines than it claims is left as it was', () => {
  const overfull = [header, 'one', '+two', 'three', 'four', '+five'];
  expect(repair(overfull.join('\n'))).toEqual(overfull);
});

test('a removed line that looks like a file name ends no hunk', () => {
  const hunk = ['@@ -1,2 +1 @@', ' one', '--- two'];
  expect(repair(hunk.join('\n'))).toEqual(hunk);
});

test('where a patch mail itself states wrong counts, they give way to the lines', () => {
  const edited = [header, ' one', '+two', '+two and a half', ' three', ' four', ''];
  expect(repair(edited.join('\n'), recountHunks)).toEqual(['@@ -1,3 +1,5 @@', ...edited.slice(1, -1)]);
});

test('a hunk of which more was swallowed than can be restored tells no line, and stays as it is', () => {
  const swallowed = ['@@ -1,9 +1,9 @@', ' one', ' +two', ' four'];
  expect(repair(swallowed.join('\n'), recountHunks)).toEqual(swallowed);
});

test('a hunk of 300,000 lines that come to no count is left as it was', () => {
  const endless = [header, ...Array.from({ length: 300_000 }, () => 'endless')];
  expect(repair(endless.join('\n'))).toHaveLength(endless.length);
});
