import { expect, test } from '@jest/globals';
import type { FileDiff } from '../../../src/domain/diff.js';
import type { ShownFinding } from '../../../src/domain/verdict.js';
import { type FindingComment, renderFindingComment } from '../../../src/render/github/finding-comment.js';
import { rules } from '../../../src/rules/registry.js';
import { filesOf, finding, location, mailbox, patch, series } from '../make.js';
import { placed } from './make-verdict.js';

const path = 'fs/a.c';

/** GitHub's diff of a pull request in which the patch's lines have moved down. */
function pullDiff(lines: readonly string[], firstLine = 110): readonly FileDiff[] {
  const [old, now] = ['+', '-'].map(sign => lines.filter(line => !line.startsWith(sign)).length);
  const head = `diff --git a/${path} b/${path}\n--- a/${path}\n+++ b/${path}\n`;
  return filesOf(`${head}@@ -${firstLine},${old} +${firstLine},${now} @@\n${lines.join('\n')}\n`);
}

const moved = [
  ' \tint left;',
  '-\tp = kmap_atomic(page);',
  '+\tp = kmap_local_page(page);',
  ' \tleft = copy(p);',
  ' \tkunmap(p);',
];
const lost = finding({
  messageId: 'a@b',
  what: 'Lost.',
  location: location(path, 'new', 11, '\tp = kmap_local_page(page);', 'f'),
  remedy: {
    path,
    edits: [
      { firstLine: 12, lastLine: 11, lines: ['\tdisable();'] },
      { firstLine: 14, lastLine: 13, lines: ['\tenable();'] },
    ],
    diff: `--- a/${path}\n+++ b/${path}\n@@ -11,3 +11,5 @@\n \tp = kmap_local_page(page);\n+\tdisable();\n \tleft = copy(p);\n \tkunmap(p);\n+\tenable();\n`,
    words: 'Do it.',
  },
  fingerprint: '1a2b3c4d5e6f',
});

const one = series({
  id: 'a@b',
  title: 'a',
  author: mailbox('Wen Marlow <wen@marlow.example>'),
  patches: [patch({ messageId: 'a@b', number: 1, title: 'a', author: mailbox('Wen Marlow <wen@marlow.example>') })],
});

function commentOn(shown: ShownFinding, pullFiles: readonly FileDiff[]): FindingComment {
  return renderFindingComment(shown, { series: one, rules, pullFiles });
}

test('a suggestion moves with the lines of the pull request, and its comment spans what it replaces', () => {
  const longer = [...moved, ' \treturn left;'];
  const { body, ...lines } = commentOn(placed(lost, { line: 111 }), pullDiff(longer));
  expect(body).toContain('\n```suggestion\n\tdisable();\n\tleft = copy(p);\n\tkunmap(p);\n\tenable();\n```\n');
  expect(lines).toEqual({ startLine: 112, line: 113 });
});

test('there is no suggestion where a later commit has changed a line around it', () => {
  const changed = [...moved.slice(0, 3), ' \tleft = copy_twice(p);', ' \tkunmap(p);', ' \treturn left;'];
  const { body, ...lines } = commentOn(placed(lost, { line: 111 }), pullDiff(changed));
  expect(body).toContain('\n```diff\n');
  expect(body).not.toContain('```suggestion');
  expect(lines).toEqual({ line: 111 });
});

test('there is no suggestion beyond what the pull request shows', () => {
  const { body, ...lines } = commentOn(placed(lost, { line: 111 }), pullDiff(moved.slice(0, 4)));
  expect(body).not.toContain('```suggestion');
  expect(lines).toEqual({ line: 111 });
});

test('a comment on a file has no suggestion and no line', () => {
  const shown = placed(lost, { line: 111, isInDiff: false });
  const { body, ...lines } = commentOn(shown, pullDiff([...moved, ' \treturn left;']));
  expect(body).not.toContain('```suggestion');
  expect(lines).toEqual({ line: undefined });
});
