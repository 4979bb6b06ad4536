import { expect, test } from '@jest/globals';
import { createTwoFilesPatch, parsePatch } from 'diff';
import { applyDiff } from '../../src/diff/apply-diff.js';
import { makeLineMap } from '../../src/diff/line-map.js';
import { readDiff } from '../../src/diff/read-diff.js';
import type { FileDiff } from '../../src/domain/diff.js';
import { makeRandom } from '../support/random.js';

// The diffs come from another program (jsdiff), which also serves as the strict second reader.

const vocabulary = [
  '}',
  '',
  '\tboil();',
  '-- a/x.c',
  '++ b/x.c',
  '@@ -1 +1 @@',
  'diff --git a/y.c b/y.c',
  '-- ',
  '/* thé */',
  'tea\r',
];

interface Edit {
  readonly before: string;
  readonly after: string;
  readonly diff: string;
}

function makeEdit(seed: number): Edit {
  const random = makeRandom(seed);
  const word = () => vocabulary[random(vocabulary.length)] ?? '';
  const before = Array.from({ length: random(40) }, word);
  const after = [...before];
  for (let count = random(6); count >= 0; count -= 1)
    after.splice(random(after.length + 1), random(3), ...[word()].slice(random(2)));
  const texts = [before, after].map(lines => lines.join('\n') + (lines.length > 0 && random(3) > 0 ? '\n' : ''));
  const [old = '', changed = ''] = texts;
  const diff = createTwoFilesPatch('a/x.c', 'b/x.c', old, changed, undefined, undefined, { context: random(4) });
  return { before: old, after: changed, diff: `${diff}-- \n2.39.5\n` };
}

function readOnlyFile(diff: string): FileDiff {
  const { files, problems } = readDiff(diff, { messageId: 'mail@example.com', firstMailLine: 1 });
  expect(problems).toEqual([]);
  const [file] = files;
  if (file === undefined || files.length > 1) throw new Error(`not one file is read from:\n${diff}`);
  return file;
}

function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

const edits = Array.from({ length: 400 }, (_, seed) => makeEdit(seed)).filter(edit => edit.before !== edit.after);

test('applying what was read of a random edit makes the edited file', () => {
  for (const { before, after, diff } of edits) {
    const bytes = [before, after].map(text => Buffer.from(text).toString('latin1'));
    expect(applyDiff(bytes[0] ?? '', readOnlyFile(diff))).toMatchObject({ ok: true, text: bytes[1], offset: 0 });
  }
});

test('lines that the line map joins are equal, in order, and found from either side', () => {
  for (const { before, after, diff } of edits) {
    const map = makeLineMap(readOnlyFile(diff));
    const newLines = linesOf(after);
    const joined = linesOf(before).flatMap((text, index) => {
      const newLine = map.toNew(index + 1);
      return newLine === undefined ? [] : [{ text, oldLine: index + 1, newLine }];
    });
    expect(joined.map(({ newLine }) => newLines[newLine - 1])).toEqual(joined.map(({ text }) => text));
    expect(joined.map(({ newLine }) => map.toOld(newLine))).toEqual(joined.map(({ oldLine }) => oldLine));
    expect(joined.map(({ newLine }) => newLine)).toEqual(
      [...joined.map(({ newLine }) => newLine)].sort((a, b) => a - b),
    );
  }
});

test('a strict second reader finds the same lines in the same hunks', () => {
  const markers = { context: ' ', removed: '-', added: '+' };
  for (const { diff } of edits) {
    const ours = readOnlyFile(diff).hunks.map(hunk => hunk.lines.map(line => markers[line.kind] + line.text));
    const theirs = parsePatch(diff.slice(0, diff.lastIndexOf('-- \n')))[0]?.hunks ?? [];
    expect(ours).toEqual(theirs.map(hunk => hunk.lines.filter(line => !line.startsWith('\\'))));
  }
});
