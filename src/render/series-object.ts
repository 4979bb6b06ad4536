import { pathOf } from '../domain/diff.js';
import type { Mailbox } from '../domain/message.js';
import type { Patch } from '../domain/patch.js';
import type { Problem } from '../domain/problem.js';
import type { Series } from '../domain/series.js';

/** A series as `threads` and `review --format json` print it: contract.md, field by field, in this order. */
export function seriesObject(series: Series): Record<string, unknown> {
  return {
    seriesId: series.id,
    threadRootId: series.threadRootId,
    version: series.version,
    total: series.total,
    title: series.title,
    author: mailboxObject(series.author),
    coverId: series.cover?.messageId,
    patches: series.patches.map(patchObject),
    missing: series.missing,
    state: series.state,
    isResend: series.isResend,
    isRfc: series.isRfc,
    treeHint: series.treeHint,
    predecessorId: series.predecessorId,
    baseCommit: series.baseCommit,
    changeId: series.changeId,
    trailers: series.trailers.map(trailer => ({
      token: trailer.token,
      value: trailer.value,
      fromMessageId: trailer.fromMessageId,
      toMessageId: trailer.toMessageId,
    })),
    problems: series.problems.map(problemObject),
  };
}

/** A problem with its fields in a fixed order. */
export function problemObject(problem: Problem): Record<string, unknown> {
  return {
    code: problem.code,
    where: problem.where,
    detail: problem.detail,
    messageId: problem.messageId,
    path: problem.path,
    mailLine: problem.mailLine,
  };
}

function mailboxObject(mailbox: Mailbox): Record<string, unknown> {
  return { name: mailbox.name, email: mailbox.email };
}

function patchObject(patch: Patch): Record<string, unknown> {
  return {
    number: patch.number,
    messageId: patch.messageId,
    title: patch.title,
    author: mailboxObject(patch.author),
    files: patch.files.map(pathOf),
    patchId: patch.patchId,
    isQuoted: patch.isQuoted,
    problems: patch.problems.map(problemObject),
  };
}
