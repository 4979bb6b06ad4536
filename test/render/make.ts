import assert from 'node:assert/strict';
import { readDiff } from '../../src/diff/read-diff.js';
import type { FileDiff } from '../../src/domain/diff.js';
import type { Finding, Location } from '../../src/domain/finding.js';
import type { Mailbox, Message } from '../../src/domain/message.js';
import type { Patch } from '../../src/domain/patch.js';
import type { Remark } from '../../src/domain/remark.js';
import type { Review, ReviewRun } from '../../src/domain/review.js';
import type { Series } from '../../src/domain/series.js';

/** `Wen Marlow <wen@example.org>` as a mailbox. */
export function mailbox(text: string): Mailbox {
  const [name = '', email = ''] = text.replace('>', '').split(' <');
  return { name, email };
}

export function message(over: Partial<Message> & Pick<Message, 'id' | 'from' | 'subject'>): Message {
  return {
    origin: 'thread.mbox#1',
    digest: '',
    form: 'mail',
    references: [],
    recipients: { to: [], cc: [] },
    listIds: [],
    body: '',
    attachments: [],
    isAutoSubmitted: false,
    problems: [],
    ...over,
  };
}

/** The files of a diff, its first line taken for line 20 of the mail. */
export function filesOf(diff: string): readonly FileDiff[] {
  const { files, problems } = readDiff(diff, { messageId: 'made@by.test', firstMailLine: 20 });
  assert.deepEqual(problems, []);
  return files;
}

export function patch(over: Partial<Patch> & Pick<Patch, 'messageId' | 'number' | 'title' | 'author'>): Patch {
  return {
    commitMessage: '',
    trailers: [],
    notes: '',
    prerequisitePatchIds: [],
    files: [],
    patchId: '0123456789abcdef0123456789abcdef01234567',
    isQuoted: false,
    problems: [],
    ...over,
  };
}

export function series(over: Partial<Series> & Pick<Series, 'id' | 'title' | 'author' | 'patches'>): Series {
  return {
    threadRootId: over.id,
    version: 1,
    total: over.patches.length,
    missing: [],
    state: 'complete',
    isResend: false,
    isRfc: false,
    trailers: [],
    problems: [],
    ...over,
  };
}

export function location(
  path: string,
  side: 'old' | 'new',
  line: number,
  text: string,
  functionName?: string,
): Location {
  return { path, side, line, text, functionName };
}

export function finding(
  over: Partial<Finding> & Pick<Finding, 'messageId' | 'what' | 'location' | 'fingerprint'>,
): Finding {
  return {
    ruleId: 'kmap/lost-pagefault-disable',
    stage: 'on',
    severity: 'error',
    confidence: 'high',
    evidence: 'file',
    patchNumber: 1,
    proof: [],
    ...over,
  };
}

export function remark(over: Partial<Remark> & Pick<Remark, 'messageId' | 'patchMessageId' | 'comment'>): Remark {
  return { kind: 'remark', state: 'exact', ...over };
}

export function review(over: Partial<Review> & Pick<Review, 'series'>): Review {
  return { findings: [], withheld: [], notChecked: [], remarks: [], problems: [], ...over };
}

/** A run with the counts that its reviews come to. */
export function run(reviews: readonly Review[], mails: number, problems: ReviewRun['problems'] = []): ReviewRun {
  const sum = (size: (each: Review) => number) => reviews.reduce((total, each) => total + size(each), 0);
  return {
    reviews,
    problems,
    counts: {
      mails,
      series: reviews.length,
      patches: sum(each => each.series.patches.length),
      findings: sum(each => each.findings.length),
      withheld: sum(each => each.withheld.length),
      notChecked: sum(each => each.notChecked.length),
      problems: problems.length + sum(each => each.problems.length),
    },
  };
}
