import type { Delivery, Receipt } from '../../domain/delivery.js';

/** A delivery on its way. */
export interface Outgoing {
  readonly delivery: Delivery;
  /** A change of the post was begun before, and nobody knows how far it came. */
  readonly isInDoubt: boolean;
  /** Of the issue that a comment belongs to. */
  readonly parentReceipt?: Receipt | undefined;
  /** Of a review: the comments that go with it. */
  readonly children: readonly Delivery[];
}

/** What stands after a write. */
export interface Sent {
  readonly receipt: Receipt;
  /** All of the content stands; else it is sent on by another write. */
  readonly isWhole: boolean;
  /** Of a review: the keys of the comments that went with it. Where it was refused for one of them, none did. */
  readonly childKeys: readonly string[];
}

/** A post of ours that was found. */
export interface Posted {
  readonly receipt: Receipt;
  /** All of what was sent stands. */
  readonly isWhole: boolean;
}
