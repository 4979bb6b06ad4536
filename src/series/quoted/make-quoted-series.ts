import { limits } from '../../domain/limits.js';
import type { Patch } from '../../domain/patch.js';
import type { Series } from '../../domain/series.js';
import type { Thread } from '../../domain/thread.js';
import { parseSubject, type Subject } from '../../mail/subject.js';

/**
 * Makes the series that a patch recovered from a quotation of this thread stands for. Version and size are those that the
 * subject of the quoting mail names; the other patches of that series are missing from this one. A diff in answer to a cover
 * letter is a series of its own: nothing says which of the announced patches it is, or that it is one of them.
 */
export function makeQuotedSeries(thread: Thread, patch: Patch): Series {
  const subject = findSubject(thread, patch);
  const announced = subject?.number === 0 ? 1 : (subject?.total ?? 1);
  const total = Math.max(Math.min(announced, limits.seriesPatchesMax), patch.number);
  const missing = Array.from({ length: total }, (_, index) => index + 1).filter(number => number !== patch.number);
  return {
    id: patch.messageId,
    threadRootId: thread.rootId,
    version: subject?.version ?? 1,
    total,
    title: patch.title,
    author: patch.author,
    patches: [patch],
    missing,
    state: missing.length > 0 ? 'incomplete' : 'complete',
    isResend: subject?.isResend ?? false,
    isRfc: subject?.isRfc ?? false,
    treeHint: subject?.treeHint,
    baseCommit: patch.baseCommit,
    changeId: patch.changeId,
    trailers: [],
    problems: [],
  };
}

function findSubject(thread: Thread, patch: Patch): Subject | undefined {
  for (const { message } of thread.nodes) {
    const subject = message && parseSubject(message.subject);
    if (subject?.title === patch.title) return subject;
  }
  return undefined;
}
