import { groupBy } from '../domain/group-by.js';
import type { Message } from '../domain/message.js';
import type { Patch } from '../domain/patch.js';
import type { Remark } from '../domain/remark.js';
import type { Series } from '../domain/series.js';
import type { Thread } from '../domain/thread.js';
import { assembleSeries } from '../series/assemble-series.js';
import { type AssembledThreads, assembleThreads } from '../series/assemble-threads.js';
import { makeQuotedSeries } from '../series/quoted/make-quoted-series.js';
import { recoverQuotedPatches } from '../series/quoted/recover-quoted-patches.js';
import { placeRemarks } from '../series/remarks/place-remarks.js';

/** Mails, put together. */
export interface AssembledMails extends Pick<AssembledThreads, 'problems' | 'others'> {
  readonly threads: readonly AssembledThread[];
}

/** A thread with what was made of it. A series that runs through several threads stands with the first. */
export interface AssembledThread {
  readonly thread: Thread;
  readonly series: readonly Series[];
  /** Those that the thread holds, and those that it only quotes. */
  readonly patches: readonly Patch[];
}

/** Message → Thread → Series, of all threads or of those that are chosen. */
export function assembleMails(
  messages: readonly Message[],
  choose: (threads: readonly Thread[]) => readonly Thread[] = threads => threads,
): AssembledMails {
  const { threads: all, problems, others } = assembleThreads(messages);
  const threads = choose(all);
  const series = groupBy(assembleSeries(threads), each => each.threadRootId);
  const patches = new Map([...series.values()].flat().flatMap(patchesById));
  const seen = new Set<string>();
  return {
    threads: threads.map(thread => assembleThread(thread, series.get(thread.rootId) ?? [], patches, seen)),
    problems,
    others,
  };
}

/** What people said about the patches of a thread, in reading order. */
export function placeThreadRemarks({ thread, patches }: AssembledThread): readonly Remark[] {
  return placeRemarks(thread, patches);
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
    thread,
    series: [...series, ...isNew.map(patch => makeQuotedSeries(thread, patch))],
    patches: [...atHand, ...quoted],
  };
}

function patchesById(series: Series): readonly (readonly [string, Patch])[] {
  return series.patches.map(patch => [patch.messageId, patch] as const);
}
