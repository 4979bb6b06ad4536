import { timeOf } from './assemble-threads.js';
import { type Draft, firstPost, sendRunMs } from './draft-series.js';
import { compareText } from './merge-duplicates.js';

/**
 * Joins series that a broken or missing threading tore apart: the same sender, version and total, no number twice, all
 * within an hour. Whatever is not that clear stays apart.
 */
export function joinDrafts(drafts: readonly Draft[]): Draft[] {
  const joined: Draft[] = [];
  const openByKey = new Map<string, Draft[]>();
  for (const draft of [...drafts].sort(byStart)) {
    const candidates = openByKey.get(keyOf(draft)) ?? [];
    const partner = candidates.findLast(other => canJoin(other, draft));
    if (partner !== undefined) {
      absorb(partner, draft);
      continue;
    }
    joined.push(draft);
    if (!isFull(draft)) openByKey.set(keyOf(draft), [...candidates, draft].slice(-candidatesMax));
  }
  return joined;
}

/** More half-seen series of one sender, version and total than this are not told apart by looking further. */
const candidatesMax = 20;

function byStart(a: Draft, b: Draft): number {
  return startOf(a) - startOf(b) || compareText(firstPost(a)?.message.id ?? '', firstPost(b)?.message.id ?? '');
}

function startOf(draft: Draft): number {
  return Math.min(...timesOf(draft));
}

function timesOf(draft: Draft): readonly number[] {
  const posts = draft.cover === undefined ? [...draft.patches.values()] : [draft.cover, ...draft.patches.values()];
  return posts.map(post => timeOf(post.message));
}

function keyOf(draft: Draft): string {
  const sender = firstPost(draft)?.message.from.email.toLowerCase() ?? '';
  return `${draft.version ?? 1} ${draft.total ?? ''} ${sender}`;
}

function isFull(draft: Draft): boolean {
  return draft.total === undefined || draft.patches.size >= draft.total;
}

function canJoin(a: Draft, b: Draft): boolean {
  if (isFull(a) || (b.total ?? 1) < 2 || a.thread === b.thread) return false;
  if (a.cover !== undefined && b.cover !== undefined) return false;
  if ([...b.patches.keys()].some(number => a.patches.has(number))) return false;
  const distance = startOf(b) - Math.max(...timesOf(a));
  return distance < sendRunMs;
}

function absorb(into: Draft, from: Draft): void {
  into.cover ??= from.cover;
  into.version ??= from.version;
  for (const [number, post] of from.patches) into.patches.set(number, post);
}
