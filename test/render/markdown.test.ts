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

test('markdown names the file of a proof line where it is another one', () => {
  const lost = finding({
    messageId: 'a@b',
    what: 'Lost.',
    location: location('fs/a.c', 'new', 10, 'on();', 'f'),
    proof: [{ location: location('fs/b.c', 'old', 3, 'off();', 'g'), words: 'it was off' }],
    fingerprint: 'ab',
  });
  const text = renderMarkdown(run([review({ series: one, findings: [lost] })], 1), contextOf([]));
  expect(text).toContain('\n1. line 3 of `fs/b.c` before the patch: it was off\n');
});

test('markdown keeps the lines of a remark, and nothing in them does anything', () => {
  const said = remark({
    messageId: 'r@b',
    patchMessageId: 'a@b',
    comment: '1. map\n   - <b>then</b> copy\n\n\n# unmap\n> x\n| y |\n---\nz',
    path: 'fs/a.c',
    side: 'new',
    line: 12,
    quotedFrom: 'Bo',
  });
  const text = renderMarkdown(run([review({ series: one, remarks: [said] })], 1), contextOf([]));
  expect(text).toContain(
    [
      '> **Bo:**\\',
      '> 1\\. map\\',
      '> &nbsp;&nbsp;&nbsp;\\- &lt;b&gt;then&lt;/b&gt; copy\\',
      '> \\',
      '> #&#8203; unmap\\',
      '> &gt; x\\',
      '> &#124; y &#124;\\',
      '> ...\n\n',
    ].join('\n'),
  );
});
