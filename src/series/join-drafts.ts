import { madeUpId } from '../mail/parse-mail.js';
import type { Draft } from './draft.js';
import { DraftIndex } from './draft-index.js';
import { firstPost, sendRunMs } from './draft-series.js';
import { compareText } from './merge-duplicates.js';

/**
 * Joins series that a broken or missing threading tore apart: the same sender, version and total, no number twice, all
 * within an hour. Files that `git format-patch` wrote bear the dates of their commits, and the cover letter that of its
 * making: between them the time tells nothing, and the folder tells which are one series. Whatever is not that clear stays apart.
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
    if (!isFull(draft) || isUnsent(draft)) index.add(draft);
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
  if (a.cover !== undefined && b.cover !== undefined) return false;
  if ([...b.patches.keys()].some(number => a.patches.has(number))) return false;
  if (isUnsent(a) && isUnsent(b)) return draftFolder(a) === draftFolder(b) && (!isFull(a) || b.patches.size === 0);
  if (isFull(a) || (b.total ?? 1) < 2 || a.thread === b.thread) return false;
  return b.startedAt - a.endedAt < sendRunMs;
}

/** A numbered file of `git format-patch` that nobody has sent: it has no Message-ID yet. */
function isUnsent(draft: Draft): boolean {
  const first = firstPost(draft);
  if (first?.subject.number === undefined || first.message.form !== 'mail') return false;
  return first.message.id === madeUpId(first.message.digest);
}

function draftFolder(draft: Draft): string {
  return folderOf(firstPost(draft)?.message.origin ?? '');
}

/** Where a mail's file lies: `out` of `out/0001-x.patch#1`; empty for `0001-x.patch#1`. */
export function folderOf(origin: string): string {
  return origin.slice(0, Math.max(0, origin.lastIndexOf('/')));
}

function absorb(into: Draft, from: Draft): void {
  into.cover ??= from.cover;
  into.version ??= from.version;
  into.endedAt = Math.max(into.endedAt, from.endedAt);
  for (const [number, post] of from.patches) into.patches.set(number, post);
}
