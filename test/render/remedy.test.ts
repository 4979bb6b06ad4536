import { describe, expect, test } from '@jest/globals';
import type { LineEdit, Remedy } from '../../src/domain/remedy.js';
import { renderMarkdown } from '../../src/render/markdown.js';
import { makeSuggestion, remedyParts } from '../../src/render/remedy.js';
import { filesOf, finding, location, mailbox, patch, review, run, series } from './make.js';
import { contextOf } from './runs/scenarios.js';

const path = 'fs/a.c';
const files = filesOf(`diff --git a/${path} b/${path}
--- a/${path}
+++ b/${path}
@@ -10,5 +10,5 @@
 	int left;
-	p = kmap_atomic(page);
+	p = kmap_local_page(page);
 	left = copy(p); /* \`\`\` */
 	kunmap(p);
 	return left;
@@ -30,2 +30,2 @@
-	off();
+	on();
 	return 0;
`);

function remedy(edits: readonly LineEdit[], diff = ''): Remedy {
  return { path, edits, diff: `--- a/${path}\n+++ b/${path}\n${diff}`, words: 'Do it.' };
}

const around = remedy([
  { firstLine: 12, lastLine: 11, lines: ['\tdisable();'] },
  { firstLine: 13, lastLine: 12, lines: ['\tenable();'] },
]);

describe('a remedy is a suggestion', () => {
  test('of the lines that it changes, with those between', () => {
    expect(makeSuggestion(around, files)).toEqual({
      firstLine: 12,
      lastLine: 12,
      lines: ['\tdisable();', '\tleft = copy(p); /* ``` */', '\tenable();'],
    });
    const replaced = remedy([{ firstLine: 13, lastLine: 13, lines: ['\tkunmap_local(p);'] }]);
    expect(makeSuggestion(replaced, files)).toEqual({ firstLine: 13, lastLine: 13, lines: ['\tkunmap_local(p);'] });
  });

  test('of the line behind it where it only puts one in', () => {
    const one = remedy([{ firstLine: 14, lastLine: 13, lines: ['\tenable();'] }]);
    expect(makeSuggestion(one, files)).toEqual({
      firstLine: 14,
      lastLine: 14,
      lines: ['\tenable();', '\treturn left;'],
    });
  });

  test('only inside one hunk', () => {
    const line = (at: number): LineEdit => ({ firstLine: at, lastLine: at, lines: ['x'] });
    expect(makeSuggestion(remedy([line(13), line(30)]), files)).toBeUndefined();
    expect(makeSuggestion(remedy([line(20)]), files)).toBeUndefined();
    expect(makeSuggestion({ ...remedy([line(13)]), path: 'fs/b.c' }, files)).toBeUndefined();
  });
});

test('a suggestion cannot be closed by the code in it', () => {
  expect(markdownOf(around)).toContain(
    '\n````suggestion\n\tdisable();\n\tleft = copy(p); /* ``` */\n\tenable();\n````\n',
  );
});

test('a suggestion is no suggestion where a character of it had to be made visible', () => {
  const odd = remedy(
    [{ firstLine: 13, lastLine: 13, lines: ['\tkunmap_local(\u202ep);'] }],
    '@@ -1 +1 @@\n-a\n+\u202eb\n',
  );
  expect(markdownOf(odd)).toContain('\n```diff\n@@ -1 +1 @@\n-a\n+<U+202E>b\n```\n');
});

test('of a diff the changed lines are shown, each with one around it that is not empty', () => {
  const diff = '@@ -7,6 +7,7 @@\n a\n \n+b\n c\n d\n e\n-f\n@@ -30,2 +31,3 @@\n g\n+h\n \n';
  expect(remedyParts(remedy([], diff))).toEqual([
    [
      { kind: 'added', text: 'b' },
      { kind: 'context', text: 'c', number: 9 },
    ],
    [
      { kind: 'context', text: 'e', number: 11 },
      { kind: 'removed', text: 'f', number: 12 },
    ],
    [
      { kind: 'context', text: 'g', number: 30 },
      { kind: 'added', text: 'h' },
    ],
  ]);
});

function markdownOf(offered: Remedy): string {
  const author = mailbox('Wen Marlow <wen@marlow.example>');
  const one = series({
    id: 'a@b',
    title: 'a',
    author,
    patches: [patch({ messageId: 'a@b', number: 1, title: 'a', author, files })],
  });
  const lost = finding({
    messageId: 'a@b',
    what: 'Lost.',
    location: location(path, 'new', 11, 'p = kmap_local_page(page);', 'f'),
    remedy: offered,
    fingerprint: 'ab',
  });
  return renderMarkdown(run([review({ series: one, findings: [lost] })], 1), contextOf([]));
}
