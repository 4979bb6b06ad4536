import { expect, test } from '@jest/globals';
import { amendFile, applyEdits, lineBehindEdits, linesMadeBy } from '../../src/diff/line-edits.js';
import { printEdits } from '../../src/diff/print-edits.js';
import { readDiff } from '../../src/diff/read-diff.js';
import type { LineEdit } from '../../src/domain/remedy.js';
import { runGit } from '../support/git.js';
import { makeTemporaryDirectory } from '../support/temporary.js';
import { writeFileBelow } from '../support/write-file-below.js';

const before = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];
const after = ['one', 'TWO', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];
const code = { lines: after, firstLine: 1 };
const patch = ` one\n-two\n+TWO\n three\n four\n`;
const [file] = readDiff(`diff --git a/x.c b/x.c\n--- a/x.c\n+++ b/x.c\n@@ -1,4 +1,4 @@\n${patch}`, {
  messageId: 'mail@example.com',
  firstMailLine: 1,
}).files;

const directory = makeTemporaryDirectory();

const wrap: readonly LineEdit[] = [
  { firstLine: 3, lastLine: 2, lines: ['off'] },
  { firstLine: 4, lastLine: 4, lines: ['on', 'FOUR'] },
  { firstLine: 11, lastLine: 10, lines: ['end'] },
];

test('lines are put in and replaced, and those behind them move', () => {
  expect(applyEdits(code, wrap).lines.join(' ')).toBe(
    'one TWO off three on FOUR five six seven eight nine ten end eleven twelve',
  );
  expect([1, 3, 5, 12].map(line => lineBehindEdits(line, wrap))).toEqual([1, 4, 7, 15]);
  expect([...linesMadeBy(wrap)]).toEqual([3, 5, 6, 13]);
});

test('a patch amended by edits leads from its old side to the edited new side', () => {
  const hunks = file && amendFile(file, wrap)?.hunks;
  const kept: string[] = [];
  let taken = 0;
  for (const { oldStart, oldCount, lines } of hunks ?? []) {
    const start = oldCount === 0 ? oldStart : oldStart - 1;
    kept.push(...before.slice(taken, start), ...lines.filter(line => line.kind !== 'removed').map(line => line.text));
    taken = start + oldCount;
  }
  kept.push(...before.slice(taken));
  const edited = applyEdits(code, wrap).lines;
  expect(kept).toEqual(edited);
  const numbered = hunks?.flatMap(hunk => hunk.lines).filter(line => line.newLine !== undefined) ?? [];
  expect(numbered.filter(({ newLine = 0, text }) => edited[newLine - 1] !== text)).toEqual([]);
  expect(hunks?.map(hunk => hunk.newCount)).toEqual([6, 1]);
});

test('an edit across the border of a hunk amends nothing', () => {
  expect(file && amendFile(file, [{ firstLine: 4, lastLine: 5, lines: [] }])).toBeUndefined();
});

test('git applies the printed edits, wherever they stand and whatever ends the lines', () => {
  runGit(directory, ['init', '--quiet']);
  const everywhere = [1, 2, 5, 11, 12].map(line => ({ firstLine: line, lastLine: line - 1, lines: ['new'] }));
  const cases = [wrap, everywhere, ...everywhere.map(edit => [edit]), [{ firstLine: 2, lastLine: 9, lines: [] }]];
  for (const edits of cases) {
    for (const [path, end] of [
      ['x.c', '\n'],
      ['a b/ä.c', '\r\n'],
    ] as const) {
      const carry = (lines: readonly string[]) => lines.map(line => `${line}${end === '\n' ? '' : '\r'}`);
      writeFileBelow(directory, path, `${after.join(end)}${end}`);
      const diff = printEdits(
        path,
        { lines: carry(after), firstLine: 1 },
        edits.map(edit => ({ ...edit, lines: carry(edit.lines) })),
      );
      runGit(directory, ['apply', '--whitespace=nowarn', '-'], diff);
      const edited = runGit(directory, ['hash-object', '--no-filters', path]);
      const wanted = runGit(directory, ['hash-object', '--stdin'], `${applyEdits(code, edits).lines.join(end)}${end}`);
      expect([edits, edited]).toEqual([edits, wanted]);
    }
  }
});

test('what git could not apply is not printed', () => {
  const edits = [{ firstLine: 1, lastLine: 0, lines: ['new'] }];
  expect(printEdits('a"b.c', code, edits)).toBeUndefined();
  expect(printEdits('x.c', { ...code, lines: ['caf\uFFFD', ...after] }, edits)).toBeUndefined();
  expect(printEdits('x.c', code, [{ firstLine: 13, lastLine: 12, lines: ['new'] }])).toBeUndefined();
  expect(printEdits('x.c', code, [{ firstLine: 12, lastLine: 11, lines: ['new'] }], 12)).toBeUndefined();
});
