import { expect, test } from '@jest/globals';
import { renderMarkdown } from '../../src/render/markdown.js';
import { finding, location, mailbox, patch, remark, review, run, series } from './make.js';
import { contextOf } from './runs/scenarios.js';

const author = mailbox('Wen Marlow <wen@marlow.example>');
const one = series({
  id: 'a@b',
  title: 'a',
  author,
  patches: [patch({ messageId: 'a@b', number: 1, title: 'a', author })],
});

test('markdown says of a finding and of a remark on the old side that the line is the one before the patch', () => {
  const lost = finding({
    messageId: 'a@b',
    what: 'Lost.',
    location: location('fs/a.c', 'old', 10, 'off();', 'f'),
    fingerprint: 'ab',
  });
  const said = remark({
    messageId: 'r@b',
    patchMessageId: 'a@b',
    comment: 'Why?',
    path: 'fs/a.c',
    side: 'old',
    line: 12,
  });
  const text = renderMarkdown(run([review({ series: one, findings: [lost], remarks: [said] })], 1), contextOf([]));
  expect(text).toContain('\n`fs/a.c:10` (before the patch) in `f()`\n');
  expect(text).toContain('\nfs/a.c:12 (before the patch)\n');
});
