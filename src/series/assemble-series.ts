import type { Series } from '../domain/series.js';
import type { Thread } from '../domain/thread.js';
import { draftSeries } from './draft-series.js';
import { fillRerolls } from './fill-reroll.js';
import { joinDrafts } from './join-drafts.js';
import { makeSeries } from './make-series.js';

/**
 * Assembles the series of a set of threads: every version with its cover and patches, holes named.
 * The order follows the threads; within one, the time at which each series was begun.
 */
export function assembleSeries(threads: readonly Thread[]): Series[] {
  const drafts = threads.map(draftSeries);
  for (const ofThread of drafts) fillRerolls(ofThread);
  const joined = joinDrafts(drafts.flat());
  return joined.map(makeSeries);
}
