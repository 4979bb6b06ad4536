import type { Thread } from '../domain/thread.js';
import { timeOf } from './assemble-threads.js';
import { compareText } from './merge-duplicates.js';
import { type Post, readPost } from './read-post.js';

/** A series in the making: the posts that belong together. */
export interface Draft {
  readonly thread: Thread;
  /** As the subjects say; undefined while none says it. */
  version: number | undefined;
  total: number | undefined;
  cover: Post | undefined;
  /** By number. */
  readonly patches: Map<number, Post>;
}

/**
 * Sorts the posts of one thread into series. A post joins the series of the nearest post above it that has room for
 * it, else one with the same version, total and sender beside it, else it opens one.
 */
export function draftSeries(thread: Thread): Draft[] {
  const posts = thread.nodes.map(readPost).filter(post => post !== undefined);
  const parents = new Map(thread.nodes.map(node => [node.id, node.parentId]));
  const ownerOf = new Map<string, Draft>();
  const drafts: Draft[] = [];
  for (const post of posts.sort(byTimeAndNumber)) {
    const draft = findAbove(post, parents, ownerOf) ?? findBeside(post, drafts) ?? open(thread, drafts);
    add(draft, post);
    ownerOf.set(post.message.id, draft);
  }
  return drafts;
}

function byTimeAndNumber(a: Post, b: Post): number {
  return (
    timeOf(a.message) - timeOf(b.message) ||
    Number(a.number !== 0) - Number(b.number !== 0) ||
    a.number - b.number ||
    compareText(a.message.id, b.message.id)
  );
}

function open(thread: Thread, drafts: Draft[]): Draft {
  const draft: Draft = { thread, version: undefined, total: undefined, cover: undefined, patches: new Map() };
  drafts.push(draft);
  return draft;
}

function add(draft: Draft, post: Post): void {
  draft.version ??= post.subject.version;
  draft.total = draft.total === undefined ? post.total : Math.max(draft.total, post.total ?? 0);
  if (post.number === 0) draft.cover = post;
  else draft.patches.set(post.number, post);
}

function findAbove(
  post: Post,
  parents: ReadonlyMap<string, string | undefined>,
  ownerOf: ReadonlyMap<string, Draft>,
): Draft | undefined {
  for (let id = post.parentId; id !== undefined; id = parents.get(id)) {
    const draft = ownerOf.get(id);
    if (draft !== undefined) return hasRoom(draft, post) && fitsVersion(draft, post) ? draft : undefined;
  }
  return undefined;
}

/** The version that a subject leaves out is that of the series it answers (a cover with v3, patches without). */
function fitsVersion(draft: Draft, post: Post): boolean {
  return post.subject.version === undefined || (draft.version ?? 1) === post.subject.version;
}

function findBeside(post: Post, drafts: readonly Draft[]): Draft | undefined {
  return drafts.findLast(
    draft => (draft.version ?? 1) === (post.subject.version ?? 1) && hasRoom(draft, post) && hasSameSender(draft, post),
  );
}

function hasRoom(draft: Draft, post: Post): boolean {
  if (post.subject.number === undefined) return false;
  if (draft.total !== undefined && post.total !== undefined && draft.total !== post.total) return false;
  return post.number === 0 ? draft.cover === undefined : !draft.patches.has(post.number);
}

export function hasSameSender(draft: Draft, post: Post): boolean {
  const first = firstPost(draft);
  return first !== undefined && first.message.from.email.toLowerCase() === post.message.from.email.toLowerCase();
}

/** The cover letter, else the patch with the lowest number. */
export function firstPost(draft: Draft): Post | undefined {
  return draft.cover ?? [...draft.patches.values()].sort((a, b) => a.number - b.number)[0];
}
