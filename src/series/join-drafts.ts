import { DraftIndex } from './draft-index.js';
import { type Draft, firstPost, sendRunMs } from './draft-series.js';
import { compareText } from './merge-duplicates.js';

/**
 * Joins series that a broken or missing threading tore apart: the same sender, version and total, no number twice, all
 * within an hour. Whatever is not that clear stays apart.
 */
export function joinDrafts(drafts: readonly Draft[]): Draft[] {
  const joined: Draft[] = [];
  const index = new DraftIndex();
  for (const draft of [...drafts].sort(byStart)) {
    const partner = index.find(draft.version, draft.total, draft.sender).findLast(other => canJoin(other, draft));
    if (partner !== undefined) {
      absorb(partner, draft);
      continue;
    }
    joined.push(draft);
    if (!isFull(draft)) index.add(draft);
  }
  return joined;
}

function byStart(a: Draft, b: Draft): number {
  return a.startedAt - b.startedAt || compareText(firstPost(a)?.message.id ?? '', firstPost(b)?.message.id ?? '');
}

function isFull(draft: Draft): boolean {
  return draft.total === undefined || draft.patches.size >= draft.total;
}

function canJoin(a: Draft, b: Draft): boolean {
  if (isFull(a) || (b.total ?? 1) < 2 || a.thread === b.thread) return false;
  if (a.cover !== undefined && b.cover !== undefined) return false;
  if ([...b.patches.keys()].some(number => a.patches.has(number))) return false;
  return b.startedAt - a.endedAt < sendRunMs;
}

function absorb(into: Draft, from: Draft): void {
  into.cover ??= from.cover;
  into.version ??= from.version;
  into.endedAt = Math.max(into.endedAt, from.endedAt);
  for (const [number, post] of from.patches) into.patches.set(number, post);
}
