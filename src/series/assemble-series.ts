import { groupBy } from '../domain/group-by.js';
import type { Series } from '../domain/series.js';
import type { Thread } from '../domain/thread.js';
import { findSuperseded } from '../mail/patch-statements.js';
import { collectAnswers } from './collect-answers.js';
import { draftSeries } from './draft-series.js';
import { fillRerolls } from './fill-reroll.js';
import { findPredecessors } from './find-predecessors.js';
import { findFollowUpTrailers } from './follow-up-trailers.js';
import { joinDrafts } from './join-drafts.js';
import { type MadeSeries, relateSeries } from './made-series.js';

/**
 * Assembles the series of a set of threads: every version with its cover and patches, holes named, linked to its
 * previous version, with the trailers that replies gave. In order of the time at which each was begun.
 */
export function assembleSeries(threads: readonly Thread[]): Series[] {
  const drafts = threads.map(draftSeries);
  for (const ofThread of drafts) fillRerolls(ofThread);
  const made = joinDrafts(drafts.flat()).map(relateSeries);
  const answers = collectAnswers(threads, new Set(made.flatMap(({ messageIds }) => messageIds)));
  const superseded = findByTarget(answers, ({ message }) => findSuperseded(message.body));
  const trailers = findByTarget(answers, findFollowUpTrailers);
  const predecessors = findPredecessors(made.map(one => withSuperseded(one, superseded)));
  return made.map(({ series, messageIds }) => ({
    ...series,
    predecessorId: predecessors.get(series.id),
    trailers: messageIds.flatMap(id => trailers.get(id) ?? []),
  }));
}

/** What others said in answer to a series that it replaces counts where the series itself says nothing. */
function withSuperseded(one: MadeSeries, superseded: ReadonlyMap<string, readonly string[]>): MadeSeries {
  if (one.supersedes.length > 0) return one;
  return { ...one, supersedes: one.messageIds.flatMap(id => superseded.get(id) ?? []) };
}

function findByTarget<Found, Source extends { readonly toMessageId: string }>(
  sources: readonly Source[],
  find: (source: Source) => readonly Found[],
): ReadonlyMap<string, readonly Found[]> {
  const byTarget = groupBy(sources, source => source.toMessageId);
  return new Map([...byTarget].map(([id, ofTarget]) => [id, ofTarget.flatMap(source => find(source))]));
}
