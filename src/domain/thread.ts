import type { Message } from './message.js';

export interface ThreadNode {
  /** Message-ID; of a ghost, the id that others refer to. */
  readonly id: string;
  /** Undefined for a ghost: a mail that others refer to and that was not seen. */
  readonly message?: Message | undefined;
  readonly parentId?: string | undefined;
  /** 0 for the root. */
  readonly depth: number;
}

/** A reply tree in reading order. Has no cycle, holds each message once, and does not depend on the order of arrival. */
export interface Thread {
  readonly rootId: string;
  readonly nodes: readonly ThreadNode[];
}
