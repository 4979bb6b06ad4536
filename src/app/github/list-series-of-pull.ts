import type { Remark } from '../../domain/remark.js';
import type { Series } from '../../domain/series.js';
import type { HeadPlace, ThreadLink } from '../../domain/verdict.js';
import type { ListRemark } from '../../reporters/github/plan-pull.js';
import { findMessageIds } from '../../reporters/github/series-links.js';
import { HeadPlaces } from '../../review/head-places.js';
import { rebaseLine } from '../../review/rebase-finding.js';
import { findSeriesOfPatches } from '../../store/github/list-series.js';
import { readStoredFamily } from '../stored-family.js';
import type { GitHubTools } from './github-tools.js';
import type { PullReading } from './judge-pull.js';
import { linkMail, linkThread } from './thread-link.js';

/** The series on a list that the commits of a pull request come from. */
export interface ListSeries {
  readonly seriesId: string;
  /** The pull request has one of its patches: it does not only speak of it. */
  readonly isItself: boolean;
  readonly thread: ThreadLink;
  /** What people said about its patches, in the terms of the patches of the pull request. */
  readonly remarks: readonly ListRemark[];
}

/**
 * Finds the series by the Message-IDs that the pull request or its commits name, else by equal patch-ids; of several the one with most of
 * its patches, and of those the newest. Undefined where the store has none.
 */
export async function findListSeries(
  reading: PullReading,
  own: Series,
  { db, addresses }: GitHubTools,
): Promise<ListSeries | undefined> {
  const found = await findSeriesOfPatches(db, findSeriesNames(reading, own));
  if (found === undefined) return undefined;
  const { threads } = await readStoredFamily(db, found.familyId);
  const series = threads.flatMap(thread => thread.series).find(({ id }) => id === found.seriesId);
  if (series === undefined) return undefined;
  const messages = new Map(
    threads.flatMap(({ thread }) => thread.nodes.flatMap(({ message }) => (message ? [[message.id, message]] : []))),
  );
  const places = new HeadPlaces(own.patches, reading.diff);
  const remarks = threads
    .flatMap(thread => thread.remarks)
    .flatMap((remark, index): readonly ListRemark[] => {
      const place = placeRemark(remark, { series, own, places });
      const message = messages.get(remark.messageId);
      if (!place || !message) return [];
      const url = linkMail(remark.messageId, addresses.archive);
      return [{ remark, index, place, speaker: message.from, saidAt: message.sentAt, url }];
    });
  return { seriesId: series.id, isItself: isOfSeries(own, series), thread: linkThread(series, addresses), remarks };
}

/** The patches may have been adjusted to their base, which leaves their titles. */
function isOfSeries(own: Series, series: Series): boolean {
  const known = new Set(series.patches.flatMap(({ patchId, title }) => [patchId ?? title, title]));
  return own.patches.some(({ patchId, title }) => known.has(patchId ?? title) || known.has(title));
}

/** By which the series of a pull request is known. */
export function findSeriesNames(
  { pull, commits }: PullReading,
  own: Series,
): { readonly messageIds: readonly string[]; readonly patchIds: readonly string[] } {
  const messageIds = [pull.body, ...commits.map(commit => commit.message)].flatMap(findMessageIds);
  return { messageIds, patchIds: own.patches.flatMap(({ patchId }) => patchId ?? []) };
}

/** Only the very same patch has the lines that a remark is about. */
function placeRemark(
  { kind, state, patchMessageId, path, side, line, quotedFrom }: Remark,
  { series, own, places }: { readonly series: Series; readonly own: Series; readonly places: HeadPlaces },
): HeadPlace | undefined {
  const isShown = kind === 'remark' && state === 'exact' && quotedFrom === undefined;
  if (!isShown || path === undefined || side === undefined || line === undefined) return undefined;
  const listed = series.patches.find(patch => patch.messageId === patchMessageId);
  const same = own.patches.find(({ patchId }) => patchId !== undefined && patchId === listed?.patchId);
  if (!listed || !same) return undefined;
  const place = places.find({ path, side, line: rebaseLine({ path, side, line }, listed, same) }, same.number);
  return place?.isInDiff ? place : undefined;
}
