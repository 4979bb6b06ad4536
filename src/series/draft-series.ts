import type { Thread, ThreadNode } from '../domain/thread.js';
import { ancestorsOf } from './ancestors.js';
import { timeOf } from './assemble-threads.js';
import type { Draft } from './draft.js';
import { DraftIndex } from './draft-index.js';
import { compareText } from './merge-duplicates.js';
import { isNotice, type Post, readNakedCover, readPost } from './read-post.js';

/** Mails of one `git send-email` run come within this time. */
export const sendRunMs = 3_600_000;

/**
 * Sorts the posts of one thread into series. A post joins the series of the nearest post above it that has room for
 * it, else one with the same version, total and sender beside it, else it opens one.
 */
export function draftSeries(thread: Thread): Draft[] {
  const nodes = new Map(thread.nodes.map(node => [node.id, node]));
  const room: Room = { thread, nodes, ownerOf: new Map(), drafts: [], index: new DraftIndex() };
  const posts = thread.nodes.map(readPost).filter(post => post !== undefined);
  for (const post of posts.sort(byTimeAndNumber)) {
    if (isNotice(post) && nodes.get(post.parentId ?? '')?.message !== undefined) continue;
    const draft = findAbove(post, room) ?? findBeside(post, room) ?? open(post, room);
    add(draft, post, room);
    room.index.add(draft);
  }
  return room.drafts;
}

/** Where the drafts of one thread are made. */
interface Room {
  readonly thread: Thread;
  readonly nodes: ReadonlyMap<string, ThreadNode>;
  readonly ownerOf: Map<string, Draft>;
  readonly drafts: Draft[];
  readonly index: DraftIndex;
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
  const time = timeOf(post.message);
  const draft: Draft = {
    thread: room.thread,
    nodes: room.nodes,
    sender: senderOf(post),
    version: undefined,
    total: undefined,
    cover: undefined,
    patches: new Map(),
    startedAt: time,
    endedAt: time,
  };
  room.drafts.push(draft);
  const cover = post.number === 0 ? undefined : findNakedCover(post, room);
  if (cover !== undefined) add(draft, cover, room);
  return draft;
}

/** The same person's message that the first patch answers, sent in the same run. */
function findNakedCover(post: Post, { nodes, ownerOf }: Room): Post | undefined {
  const parent = nodes.get(post.parentId ?? '');
  if (parent === undefined || ownerOf.has(parent.id)) return undefined;
  const cover = readNakedCover(parent);
  return cover !== undefined && isOneRun(cover, post) ? cover : undefined;
}

function add(draft: Draft, post: Post, room: Room): void {
  room.ownerOf.set(post.message.id, draft);
  draft.startedAt = Math.min(draft.startedAt, timeOf(post.message));
  draft.endedAt = Math.max(draft.endedAt, timeOf(post.message));
  if (draft.patches.size === 0 && post.number > 0) {
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
  for (const id of ancestorsOf(post.parentId, nodes)) {
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
  if (cover === undefined || draft.patches.size > 0 || post.number === 0) return false;
  return cover.message.id === post.parentId && isOneRun(cover, post);
}

function isOneRun(cover: Post, post: Post): boolean {
  return senderOf(cover) === senderOf(post) && timeOf(post.message) - timeOf(cover.message) < sendRunMs;
}

/** The version that a subject leaves out is that of the series it answers (a cover with v3, patches without). */
function fitsVersion(draft: Draft, post: Post): boolean {
  return post.subject.version === undefined || (draft.version ?? 1) === post.subject.version;
}

function findBeside(post: Post, { index }: Room): Draft | undefined {
  const version = post.subject.version ?? 1;
  return index.find(version, post.total, senderOf(post)).findLast(draft => hasRoom(draft, post));
}

function hasRoom(draft: Draft, post: Post): boolean {
  if (post.subject.number === undefined) return false;
  if (draft.total !== undefined && post.total !== undefined && draft.total !== post.total)
    return continues(draft, post);
  return post.number === 0 ? draft.cover === undefined : !draft.patches.has(post.number);
}

/** `[PATCH 8/7]` was not enough, and `[PATCH 14/17]` follows: what begins right after a full series belongs to it. */
function continues(draft: Draft, post: Post): boolean {
  const isFull = draft.patches.size >= (draft.total ?? 0);
  return isFull && post.number === draft.patches.size + 1 && draft.sender === senderOf(post);
}

function senderOf(post: Post): string {
  return post.message.from.email.toLowerCase();
}

/** The cover letter, else the patch with the lowest number. */
export function firstPost(draft: Draft): Post | undefined {
  return draft.cover ?? draft.patches.get(Math.min(...draft.patches.keys()));
}
