import type { Draft } from './draft-series.js';
import type { Post } from './read-post.js';

/**
 * Completes a partial re-roll as b4 does: when every patch of a version answers the patch with the same number of the
 * version before it, the patches that were not sent again are those of that version.
 *
 * @param drafts of one thread
 */
export function fillRerolls(drafts: readonly Draft[]): void {
  const ownerOf = new Map<string, { draft: Draft; number: number }>();
  for (const draft of drafts) {
    for (const [number, post] of draft.patches) ownerOf.set(post.message.id, { draft, number });
  }
  for (const draft of [...drafts].sort((a, b) => (a.version ?? 1) - (b.version ?? 1))) {
    const before = drafts.find(
      other => (other.version ?? 1) === (draft.version ?? 1) - 1 && other.total === draft.total,
    );
    if (before === undefined || draft.total === undefined || draft.patches.size >= draft.total) continue;
    const isReroll = [...draft.patches.values()].every(post => answersSameNumber(post, before, ownerOf));
    if (draft.patches.size > 0 && isReroll) fill(draft, before);
  }
}

function answersSameNumber(
  post: Post,
  before: Draft,
  ownerOf: ReadonlyMap<string, { draft: Draft; number: number }>,
): boolean {
  for (let id = post.parentId; id !== undefined; id = before.nodes.get(id)?.parentId) {
    const owner = ownerOf.get(id);
    if (owner?.draft === before && owner.number === post.number) return true;
  }
  return false;
}

function fill(draft: Draft, before: Draft): void {
  for (const [number, post] of before.patches) {
    if (!draft.patches.has(number)) draft.patches.set(number, post);
  }
}
