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
import { ThreadReading } from '../series/remarks/thread-reading.js';

/** Mails, put together. */
export interface AssembledMails extends Pick<AssembledThreads, 'problems' | 'others'> {
  readonly threads: readonly AssembledThread[];
}

/** A thread with what was made of it. A series that runs through several threads stands with the first. */
export interface AssembledThread {
  readonly thread: Thread;
  readonly series: readonly Series[];
  /** What people said about its patches, in reading order; empty where it was not asked for. */
  readonly remarks: readonly Remark[];
}

export interface AssemblyOptions {
  /** Picks the threads that are wanted; all where it is not said. */
  readonly choose?: (threads: readonly Thread[]) => readonly Thread[];
  /** Whether remarks are placed, which takes as long as all the rest. */
  readonly placesRemarks: boolean;
}

/** Message → Thread → Series, and what people said about the patches. */
export function assembleMails(
  messages: readonly Message[],
  { choose = threads => threads, placesRemarks }: AssemblyOptions,
): AssembledMails {
  const { threads: all, problems, others } = assembleThreads(messages);
  const threads = choose(all);
  const series = groupBy(assembleSeries(threads), each => each.threadRootId);
  const patches = new Map([...series.values()].flat().flatMap(patchesById));
  const seen = new Set<string>();
  const assembleThread = (thread: Thread): AssembledThread => {
    const atHand = thread.nodes.flatMap(node => patches.get(node.id) ?? []);
    const reading = new ThreadReading(thread);
    const quoted = recoverQuotedPatches(thread, atHand, reading);
    // One that is quoted in several threads is one patch.
    const isNew = quoted.filter(patch => !seen.has(patch.messageId));
    for (const patch of isNew) seen.add(patch.messageId);
    return {
      thread,
      series: [...(series.get(thread.rootId) ?? []), ...isNew.map(patch => makeQuotedSeries(thread, patch))],
      remarks: placesRemarks ? placeRemarks(thread, [...atHand, ...quoted], reading) : [],
    };
  };
  return { threads: threads.map(assembleThread), problems, others };
}

function patchesById(series: Series): readonly (readonly [string, Patch])[] {
  return series.patches.map(patch => [patch.messageId, patch] as const);
}
