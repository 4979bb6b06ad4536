import { expect, test } from '@jest/globals';
import type { Location } from '../../../src/domain/finding.js';
import { renderCommandMistake, renderHelp } from '../../../src/render/github/answers.js';
import type { CheckText } from '../../../src/render/github/check.js';
import { renderCheck } from '../../../src/render/github/check.js';
import { renderFindingComment } from '../../../src/render/github/finding-comment.js';
import { renderIssue } from '../../../src/render/github/issue.js';
import { renderIssueNews } from '../../../src/render/github/issue-news.js';
import { renderRemarkComment } from '../../../src/render/github/remark-comment.js';
import { renderReviewBody } from '../../../src/render/github/review-body.js';
import { renderSettingsMistakes } from '../../../src/render/github/settings-check.js';
import { rules } from '../../../src/rules/registry.js';
import { expectGolden } from '../../support/golden.js';
import { dismissed, lostReview, manyReview, placed, shown, thread, verdictOf } from './make-verdict.js';

// Each golden is a post as it stands on GitHub, but for the marker: read it as a maintainer would who did not ask for it.

const base = { branch: 'mm-unstable', sha: '2f9c1d0b7a6e5f4d3c2b1a0f9e8d7c6b5a4f3e2d' };
const head = '1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d';
const [lost] = lostReview.findings;
const pullFiles = lostReview.series.patches.flatMap(patch => patch.files);
const [first, second, ...others] = manyReview.findings;
if (!lost || !first || !second) throw new Error('the scenarios find nothing');

test('a check with an error', () => {
  expectPost('github/check-error.md', pageOf(renderCheck(verdictOf(lostReview, { thread }), { rules, base })));
});

test('a check carried over, with what was fixed, dismissed and not checked', () => {
  const verdict = verdictOf(manyReview, {
    findings: [
      placed(first),
      ...others.map(each => placed(each, { standing: { kind: 'fixed', where: head } })),
      placed(second, { standing: dismissed }),
    ],
    notChecked: [{ patch: 1, path: 'drivers/gpu/mica/mica_regs.h', reason: 'the file is larger than 8 MB' }],
    carriedFrom: head,
  });
  expectPost('github/check-mixed.md', pageOf(renderCheck(verdict, { rules, base })));
});

test('a check that found nothing', () => {
  const check = renderCheck(verdictOf(lostReview, { findings: [] }), { rules, base });
  expectPost('github/check-nothing.md', pageOf(check));
  expect(check.text).toBe('');
});

test('a check on a commit that has landed with what was found', () => {
  const check = renderCheck(verdictOf(lostReview, { thread }), { rules, isLanded: true });
  expectPost('github/check-landed.md', pageOf(check));
});

test('a comment with a suggestion stands on the lines that it replaces', () => {
  const { body, ...lines } = renderFindingComment(placed(lost), { series: lostReview.series, rules, pullFiles });
  expectPost('github/comment-suggestion.md', body);
  expect(lines).toEqual({ line: 213 });
});

test('a comment without a remedy', () => {
  const context = { series: manyReview.series, rules, pullFiles };
  expectPost('github/comment-advice.md', renderFindingComment(placed(first), context).body);
});

test('a comment on a file shows the code', () => {
  const far = placed(lost, { isInDiff: false });
  const { body, line } = renderFindingComment(far, { series: lostReview.series, rules, pullFiles });
  expectPost('github/comment-file.md', body);
  expect(line).toBeUndefined();
});

test('a comment on what was fixed', () => {
  const fixed = placed(lost, { standing: { kind: 'fixed', where: head } });
  const { body } = renderFindingComment(fixed, { series: lostReview.series, rules, pullFiles });
  expectPost('github/comment-fixed.md', body);
});

test('a comment on what was dismissed', () => {
  const gone = placed(first, { standing: dismissed });
  const { body } = renderFindingComment(gone, { series: manyReview.series, rules, pullFiles });
  expectPost('github/comment-dismissed.md', body);
});

test('a review whose findings all have their lines', () => {
  const verdict = verdictOf(manyReview);
  expectPost('github/review.md', renderReviewBody(verdict, { commented: verdict.findings, inBody: [], rules }));
});

test('a review with a finding that has no line', () => {
  const verdict = verdictOf(lostReview);
  expectPost('github/review-no-line.md', renderReviewBody(verdict, { commented: [], inBody: verdict.findings, rules }));
});

const lists = ['linux-mm.kvack.org', 'linux-kernel.vger.kernel.org'];
const versions = [
  { version: 1, url: 'https://lore.kernel.org/r/20250225090000.3-1-wen@marlow.example' },
  { version: 2, url: thread.url },
];
const permalinkOf = ({ side, path, line }: Location): string | undefined =>
  side === 'old' ? `https://github.example/mirrors/linux/blob/${base.sha}/${path}#L${line}` : undefined;
const issueContext = { rules, lists, stage: 'under-review', versions, permalinkOf } as const;
const byMail = verdictOf(lostReview, {
  findings: [shown(lost)],
  thread,
  notChecked: [
    {
      patch: 3,
      path: 'fs/tarnfs/dir.c',
      reason: 'the code before the patch is not in the mirror, only its hunks were looked at',
    },
  ],
});

test('an issue about a series', () => {
  const { title, body, labels } = renderIssue(byMail, issueContext);
  expectPost('github/issue.md', `${title}\n${labels.join(', ')}\n\n${body}`);
});

test('an issue that is closed', () => {
  const verdict = { ...byMail, findings: [shown(lost, { standing: { kind: 'fixed', where: 'v3' } })] };
  const { title, body, labels } = renderIssue(verdict, { ...issueContext, closing: { kind: 'fixed', where: 'v3' } });
  expectPost('github/issue-closed.md', `${title}\n${labels.join(', ')}\n\n${body}`);
});

test('the news of a later version', () => {
  const next = { ...byMail, series: { ...byMail.series, version: 3 } };
  const news = renderIssueNews(
    { ...byMail, findings: [shown(lost), shown(first)] },
    { ...next, findings: [shown(first), shown(second)] },
  );
  expectPost('github/issue-news.md', news ?? '');
});

test('a remark of the list', () => {
  const [remark] = lostReview.remarks;
  if (!remark) throw new Error('the scenario has no remark');
  const source = {
    speaker: 'Bo Quill',
    at: Date.UTC(2025, 2, 4, 12),
    url: 'https://lore.kernel.org/r/reply-1@quill.example',
  };
  expectPost('github/remark.md', renderRemarkComment(remark, source));
});

test('the answers to commands', () => {
  const answers = [
    renderHelp(),
    ...(
      [
        { kind: 'unknown-command', asked: 'dismis', nearest: 'dismiss' },
        { kind: 'unknown-rule', asked: 'unmap-ordr', nearest: 'kmap/unmap-order' },
        { kind: 'unknown-finding', asked: '1a2b3c4e', nearest: '1a2b3c4d' },
        { kind: 'ambiguous-finding', asked: '1a' },
        { kind: 'no-rule-named' },
        { kind: 'no-finding-named' },
        { kind: 'no-reason' },
        { kind: 'no-permission' },
        { kind: 'nothing-here' },
      ] as const
    ).map(renderCommandMistake),
  ];
  expectPost('github/answers.md', answers.join('\n\n---\n\n'));
});

test('a configuration file with mistakes', () => {
  const check = renderSettingsMistakes([
    { file: '.github/faultline.yml', line: 4, path: 'post.checks', found: 'an unknown key', expected: '"check"' },
    {
      file: '.github/faultline.yml',
      line: 9,
      path: 'rules.kmap/unmap-order',
      found: '"loud"',
      expected: 'off, trial or on',
    },
  ]);
  expectPost('github/settings-mistakes.md', pageOf(check));
});

/** The post as a text file. */
function expectPost(path: string, text: string): void {
  expectGolden(path, `${text}\n`);
}

/** A check run as its page shows it, the annotations below. */
function pageOf({ title, summary, text, annotations }: CheckText): string {
  const notes = annotations.map(each => `${each.path}:${each.line} ${each.level}: ${each.title}\n${each.message}`);
  return [title, summary, text, ...notes].filter(part => part !== '').join('\n\n=====\n\n');
}
