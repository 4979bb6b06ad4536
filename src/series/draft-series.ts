import type { Thread, ThreadNode } from '../domain/thread.js';
import { timeOf } from './assemble-threads.js';
import { compareText } from './merge-duplicates.js';
import { isNotice, type Post, readNakedCover, readPost } from './read-post.js';

/** Mails of one `git send-email` run come within this time. */
export const sendRunMs = 3_600_000;

/** A series in the making: the posts that belong together. */
export interface Draft {
  readonly thread: Thread;
  /** The thread's nodes by id. */
  readonly nodes: ReadonlyMap<string, ThreadNode>;
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
  const nodes = new Map(thread.nodes.map(node => [node.id, node]));
  const room: Room = { thread, nodes, ownerOf: new Map(), drafts: [] };
  const posts = thread.nodes.map(readPost).filter(post => post !== undefined);
  for (const post of posts.sort(byTimeAndNumber)) {
    if (isNotice(post) && nodes.get(post.parentId ?? '')?.message !== undefined) continue;
    add(findAbove(post, room) ?? findBeside(post, room.drafts) ?? open(post, room), post, room);
  }
  return room.drafts;
}

/** Where the drafts of one thread are made. */
interface Room {
  readonly thread: Thread;
  readonly nodes: ReadonlyMap<string, ThreadNode>;
  readonly ownerOf: Map<string, Draft>;
  readonly drafts: Draft[];
}

function byTimeAndNumber(a: Post, b: Post): number {
  return (
    timeOf(a.message) - timeOf(b.message) ||
    Number(a.number !== 0) - Number(b.number !== 0) ||
    a.number - b.number ||
    compareText(a.message.id, b.message.id)
  );
}

function open(post: Post, room: Room): Draft {
  const { thread, nodes, drafts } = room;
  const draft: Draft = { thread, nodes, version: undefined, total: undefined, cover: undefined, patches: new Map() };
  drafts.push(draft);
  const cover = post.number === 0 ? undefined : findNakedCover(post, room);
  if (cover !== undefined) add(draft, cover, room);
  return draft;
}

/** The same person's message that the first patch answers, sent in the same run. */
function findNakedCover(post: Post, { nodes, ownerOf }: Room): Post | undefined {
  const parent = nodes.get(post.parentId ?? '');
  if (parent === undefined || ownerOf.has(parent.id)) return undefined;
  const cover = readNakedCover(parent);
  if (cover === undefined || !isSameSender(cover, post)) return undefined;
  return timeOf(post.message) - timeOf(cover.message) < sendRunMs ? cover : undefined;
}

function add(draft: Draft, post: Post, room: Room): void {
  room.ownerOf.set(post.message.id, draft);
  const isFirstPatch = draft.patches.size === 0 && post.number > 0;
  if (isFirstPatch) {
    // Where the cover letter has a slip in its version or count, the patches are right: there are more of them.
    draft.version = post.subject.version ?? draft.version;
    draft.total = post.total ?? draft.total;
  }
  draft.version ??= post.subject.version;
  draft.total = draft.total === undefined ? post.total : Math.max(draft.total, post.total ?? 0);
  if (post.number === 0) draft.cover = post;
  else draft.patches.set(post.number, post);
}

function findAbove(post: Post, { nodes, ownerOf }: Room): Draft | undefined {
  for (let id = post.parentId; id !== undefined; id = nodes.get(id)?.parentId) {
    const draft = ownerOf.get(id);
    if (draft === undefined) continue;
    if (isOwnCover(draft, post)) return draft;
    return hasRoom(draft, post) && fitsVersion(draft, post) ? draft : undefined;
  }
  return undefined;
}

/** A patch that answers a cover letter of the same run which has no patches yet. */
function isOwnCover(draft: Draft, post: Post): boolean {
  const { cover } = draft;
  if (cover === undefined || draft.patches.size > 0 || cover.message.id !== post.parentId || post.number === 0) {
    return false;
  }
  return isSameSender(cover, post) && timeOf(post.message) - timeOf(cover.message) < sendRunMs;
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

function hasSameSender(draft: Draft, post: Post): boolean {
  const first = firstPost(draft);
  return first !== undefined && isSameSender(first, post);
}

function isSameSender(a: Post, b: Post): boolean {
  return a.message.from.email.toLowerCase() === b.message.from.email.toLowerCase();
}

/** The cover letter, else the patch with the lowest number. */
export function firstPost(draft: Draft): Post | undefined {
  return draft.cover ?? [...draft.patches.values()].sort((a, b) => a.number - b.number)[0];
}
