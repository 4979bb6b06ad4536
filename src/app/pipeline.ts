import { groupBy } from '../domain/group-by.js';
import type { Message } from '../domain/message.js';
import type { Patch } from '../domain/patch.js';
import type { Problem } from '../domain/problem.js';
import type { Remark } from '../domain/remark.js';
import type { Series } from '../domain/series.js';
import type { Thread } from '../domain/thread.js';
import { assembleSeries } from '../series/assemble-series.js';
import { assembleThreads } from '../series/assemble-threads.js';
import { makeQuotedSeries } from '../series/quoted/make-quoted-series.js';
import { recoverQuotedPatches } from '../series/quoted/recover-quoted-patches.js';
import { placeRemarks } from '../series/remarks/place-remarks.js';
import type { ReportProgress } from './progress.js';
import { type MailRequest, readMails } from './read-mails.js';
import { selectThreads } from './select-threads.js';

/** The mails of a request, put together. */
export interface Assembled {
  /** Each mail once. */
  readonly messages: readonly Message[];
  readonly threads: readonly AssembledThread[];
  /** What could not be read: files, archives, mails. The problems of a series are its own. */
  readonly problems: readonly Problem[];
}

/** A thread with what was made of it. A series that runs through several threads stands with the first. */
export interface AssembledThread {
  readonly series: readonly Series[];
  /** In reading order. */
  readonly remarks: readonly Remark[];
}

/**
 * RawMail → Message → Thread → Series, and what people said about the patches.
 * Throws an OperationalError where nothing can be read or the asked thread is not there.
 */
export async function assemble(request: MailRequest, report: ReportProgress): Promise<Assembled> {
  const mails = await readMails(request, report);
  const assembled = assembleThreads(mails.messages);
  const threads = selectThreads(assembled.threads, request.messageId);
  const messages = threads.flatMap(messagesOf);
  const series = groupBy(assembleSeries(threads), each => each.threadRootId);
  const patches = new Map([...series.values()].flat().flatMap(patchesById));
  const seen = new Set<string>();
  return {
    messages,
    threads: threads.map(thread => assembleThread(thread, series.get(thread.rootId) ?? [], patches, seen)),
    problems: [...mails.problems, ...assembled.problems, ...messages.flatMap(message => message.problems)],
  };
}

/** `seen` holds the ids of the quoted patches that earlier threads gave: one quoted in several threads is one patch. */
function assembleThread(
  thread: Thread,
  series: readonly Series[],
  patches: ReadonlyMap<string, Patch>,
  seen: Set<string>,
): AssembledThread {
  const atHand = thread.nodes.flatMap(node => patches.get(node.id) ?? []);
  const quoted = recoverQuotedPatches(thread, atHand);
  const isNew = quoted.filter(patch => !seen.has(patch.messageId));
  for (const patch of isNew) seen.add(patch.messageId);
  return {
    series: [...series, ...isNew.map(patch => makeQuotedSeries(thread, patch))],
    remarks: placeRemarks(thread, [...atHand, ...quoted]),
  };
}

function messagesOf(thread: Thread): readonly Message[] {
  return thread.nodes.flatMap(node => node.message ?? []);
}

function patchesById(series: Series): readonly (readonly [string, Patch])[] {
  return series.patches.map(patch => [patch.messageId, patch] as const);
}
