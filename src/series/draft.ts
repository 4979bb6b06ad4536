import type { Thread, ThreadNode } from '../domain/thread.js';
import type { Post } from './read-post.js';

/** A series in the making: the posts that belong together. */
export interface Draft {
  readonly thread: Thread;
  /** The thread's nodes by id. */
  readonly nodes: ReadonlyMap<string, ThreadNode>;
  /** The address in From: of its first post, lower case. */
  readonly sender: string;
  /** As the subjects say; undefined while none says it. */
  version: number | undefined;
  total: number | undefined;
  cover: Post | undefined;
  /** By number. */
  readonly patches: Map<number, Post>;
  /** Milliseconds since the epoch, of its earliest and of its latest post. */
  startedAt: number;
  endedAt: number;
}
