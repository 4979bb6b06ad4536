import { expect, test } from '@jest/globals';
import { countsWords } from '../../src/render/counts-words.js';
import { notCheckedWords } from '../../src/render/not-checked.js';
import { mailbox, patch, review, run, series } from './make.js';

const author = mailbox('Wen Marlow <wen@marlow.example>');
const patches = [1, 2].map(number => patch({ messageId: `${number}@b`, number, title: 'a', author }));
const holed = series({ id: '0@b', title: 'a', author, patches, total: 3, state: 'incomplete', missing: [3] });

test('a file that two patches touch is named once among those that were not checked', () => {
  const items = [1, 2].map(number => ({ patch: number, path: 'fs/a.c', reason: 'only the visible hunks were read' }));
  expect(notCheckedWords(holed, items)).toEqual(['fs/a.c: only the visible hunks were read']);
});

test('the counts at the end count each thing once, as it is shown', () => {
  const made = review({
    series: { ...holed, problems: [{ code: 'series-incomplete', where: '0@b', detail: '3/3 was not seen' }] },
    notChecked: [
      { patch: 3, reason: 'this patch was not seen' },
      { patch: 1, path: 'fs/a.c', reason: 'not C' },
      { patch: 2, path: 'fs/a.c', reason: 'not C' },
    ],
    problems: [{ code: 'diff-damaged', where: '1@b', detail: 'cut' }],
  });
  expect(countsWords(run([made], 3))).toBe(
    '3 mails, 1 series, 2 patches: no findings, 1 patch not seen, 1 not checked, 1 problem',
  );
});
