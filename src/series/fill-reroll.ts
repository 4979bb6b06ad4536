import { ancestorsOf } from './ancestors.js';
import type { Draft } from './draft.js';
import type { Post } from './read-post.js';

/**
 * Completes a partial re-roll as b4 does: when every patch of a version answers the patch with the same number of the
 * version before it, the patches that were not sent again are those of that version.
 *
 * @param drafts of one thread
 */
export function fillRerolls(drafts: readonly Draft[]): void {
  const numberOf = new Map<Draft, Map<string, number>>();
  const firstOf = new Map<string, Draft>();
  for (const draft of drafts) {
    const key = keyOf(draft.version ?? 1, draft.total);
    if (!firstOf.has(key)) firstOf.set(key, draft);
    numberOf.set(draft, new Map([...draft.patches].map(([number, post]) => [post.message.id, number])));
  }
  for (const draft of drafts.filter(hasHoles).sort((a, b) => (a.version ?? 1) - (b.version ?? 1))) {
    const before = firstOf.get(keyOf((draft.version ?? 1) - 1, draft.total));
    const numbers = before && numberOf.get(before);
    if (before === undefined || numbers === undefined) continue;
    const isReroll = [...draft.patches.values()].every(post => answersSameNumber(post, draft, numbers));
    if (isReroll) fill(draft, before);
  }
}

function keyOf(version: number, total: number | undefined): string {
  return `${version} ${total ?? ''}`;
}

function hasHoles(draft: Draft): boolean {
  return draft.total !== undefined && draft.patches.size > 0 && draft.patches.size < draft.total;
}

function answersSameNumber(post: Post, draft: Draft, numbers: ReadonlyMap<string, number>): boolean {
  for (const id of ancestorsOf(post.parentId, draft.nodes)) {
    if (numbers.get(id) === post.number) return true;
  }
  return false;
}

function fill(draft: Draft, before: Draft): void {
  for (const [number, post] of before.patches) {
    if (!draft.patches.has(number)) draft.patches.set(number, post);
  }
}
