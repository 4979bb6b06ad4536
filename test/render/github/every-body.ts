import type { FileDiff } from '../../../src/domain/diff.js';
import type { Finding } from '../../../src/domain/finding.js';
import type { Standing, Verdict } from '../../../src/domain/verdict.js';
import { renderCommandMistake } from '../../../src/render/github/answers.js';
import { type CheckText, renderCheck } from '../../../src/render/github/check.js';
import { renderFindingComment } from '../../../src/render/github/finding-comment.js';
import { renderIssue } from '../../../src/render/github/issue.js';
import { renderIssueNews } from '../../../src/render/github/issue-news.js';
import { renderRemarkComment } from '../../../src/render/github/remark-comment.js';
import { renderReviewBody } from '../../../src/render/github/review-body.js';
import { renderSettingsMistakes } from '../../../src/render/github/settings-check.js';
import { rules } from '../../../src/rules/registry.js';
import { finding, location, mailbox, patch, remark, series } from '../make.js';
import { placed, shown, thread } from './make-verdict.js';

/** What is posted, and how GitHub takes it. */
export interface Post {
  readonly name: string;
  readonly form: 'markdown' | 'title' | 'annotation' | 'label';
  readonly text: string;
}

/** How many of the fields are the stranger's: with a path of his own no frame of code is found, and no suggestion. */
export type Reach = 'all' | 'all but paths' | 'none';

/** All that Faultline posts, with one text at every place where a stranger may have written it. */
export function everyPost(text: string, reach: Reach): readonly Post[] {
  const prose = reach === 'none' ? 'word' : text;
  const path = reach === 'all' ? text : 'fs/tarnfs/file.c';
  const verdict = hostileVerdict(prose, path);
  const open = verdict.findings.filter(({ standing }) => standing.kind === 'open');
  const context = { series: verdict.series, rules, pullFiles: filesOf(prose, path) };
  const issue = renderIssue(verdict, {
    rules,
    lists: [prose, 'linux-mm.kvack.org'],
    stage: 'under-review',
    versions: [1, 2].map(version => ({ version, url: `https://lore.kernel.org/r/${prose}` })),
    permalinkOf: each => `https://github.example/blob/2f9c1d0b7a6e/${each.path}#L${each.line}`,
    closing: { kind: 'fixed', where: prose },
  });
  const check = { rules, base: { branch: prose, sha: prose } };
  const said = remark({
    messageId: prose,
    patchMessageId: 'p@example.com',
    comment: prose,
    path,
    side: 'new',
    line: 2,
  });
  const mistake = { file: 'faultline.yml', line: 3, path: prose, found: prose, expected: prose };
  return [
    ...ofCheck('check', renderCheck(verdict, check)),
    ...ofCheck('landed check', renderCheck(verdict, { ...check, isLanded: true })),
    ...ofCheck('settings', renderSettingsMistakes([mistake, mistake])),
    ...verdict.findings.map((each, index) => markdown(`comment ${index}`, renderFindingComment(each, context).body)),
    markdown('review', renderReviewBody(verdict, { commented: open, inBody: open, rules })),
    { name: 'title of the issue', form: 'title', text: issue.title },
    markdown('issue', issue.body),
    ...issue.labels.map(label => ({ name: 'label', form: 'label' as const, text: label })),
    markdown('news', renderIssueNews(verdict, { ...verdict, findings: [] }) ?? ''),
    markdown('remark', renderRemarkComment(said, { speaker: prose, at: 0, url: `https://lore.kernel.org/r/${prose}` })),
    ...(['unknown-command', 'unknown-rule', 'unknown-finding', 'ambiguous-finding'] as const).map(kind =>
      markdown(`answer: ${kind}`, renderCommandMistake({ kind, asked: prose, nearest: 'help' })),
    ),
  ];
}

function ofCheck(name: string, { title, summary, text, annotations }: CheckText): readonly Post[] {
  return [
    { name: `title of the ${name}`, form: 'title', text: title },
    markdown(`summary of the ${name}`, summary),
    markdown(`text of the ${name}`, text),
    ...annotations.flatMap(each => [
      { name: `title of an annotation of the ${name}`, form: 'title' as const, text: each.title },
      { name: `annotation of the ${name}`, form: 'annotation' as const, text: each.message },
    ]),
  ];
}

function markdown(name: string, text: string): Post {
  return { name, form: 'markdown', text };
}

function hostileVerdict(text: string, path: string): Verdict {
  const author = mailbox('x');
  const messageId = 'p@example.com';
  const one = series({
    id: messageId,
    title: text,
    author: { ...author, name: text, email: text },
    treeHint: text,
    state: 'incomplete',
    missing: [2],
    total: 2,
    patches: [patch({ messageId, number: 1, title: text, author, files: filesOf(text, path) })],
    problems: [{ code: 'diff-damaged', where: text, detail: text, path, mailLine: 3 }],
  });
  const standings: readonly Standing[] = [
    { kind: 'open' },
    { kind: 'fixed', where: text },
    { kind: 'dismissed', by: text, reason: text, at: 0 },
  ];
  const found = standings.flatMap((standing, index) => {
    const each = hostileFinding(text, path, messageId, index);
    return [placed(each, { path, line: 2, standing }), shown(each, { standing })];
  });
  return {
    series: one,
    findings: found,
    notChecked: [
      { patch: 1, path, reason: text },
      { patch: 1, reason: `it says ${text}` },
    ],
    thread: { ...thread, title: text },
    carriedFrom: text,
  };
}

function hostileFinding(text: string, path: string, messageId: string, index: number): Finding {
  return finding({
    messageId,
    what: `${text} kept page faults off around ${text}, ${text}().`,
    location: location(path, 'new', 2, text, text),
    proof: [
      { location: location(path, 'old', 2, text, text), words: text },
      { location: location(text, 'new', 900, text, text), words: `${text}() relied on it` },
    ],
    // Every other one as a correction that GitHub can take.
    remedy: {
      path,
      edits: [{ firstLine: 2, lastLine: 2, lines: [text] }],
      diff: `--- a/${path}\n+++ b/${path}\n@@ -2,1 +2,1 @@\n-${oneLine(text)}\n+${oneLine(text)}\n`,
      words: text,
    },
    fingerprint: `${index}a2b3c4d5e6f708192a3b4c5d6e7f809`,
  });
}

/** One file whose every line is the text; a hunk has no line end inside a line. */
function filesOf(text: string, path: string): readonly FileDiff[] {
  const line = oneLine(text);
  const lines = [1, 2, 3].map(number => ({
    kind: 'context' as const,
    text: line,
    oldLine: number,
    newLine: number,
    mailLine: number,
    noNewline: false,
  }));
  const hunk = { oldStart: 1, oldCount: 3, newStart: 1, newCount: 3, heading: text, lines, mailLine: 1 };
  return [
    {
      kind: 'modified',
      oldPath: path,
      newPath: path,
      isBinary: false,
      header: [],
      hunks: [hunk],
      isPartial: false,
      mailLine: 1,
    },
  ];
}

function oneLine(text: string): string {
  return text.replaceAll('\n', ' ');
}
