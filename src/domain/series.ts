import type { Mailbox } from './message.js';
import type { Patch, Trailer } from './patch.js';
import type { Problem } from './problem.js';

/** A trailer that somebody gave in a reply. */
export interface FollowUpTrailer extends Trailer {
  readonly fromMessageId: string;
  /** The patch or cover letter that was answered. */
  readonly toMessageId: string;
}

export interface CoverLetter {
  readonly messageId: string;
  readonly title: string;
  readonly text: string;
}

export type SeriesState = 'complete' | 'incomplete' | 'unreadable';

/** One version of a patch series. */
export interface Series {
  /** Message-ID of the cover letter, else of the first patch at hand. */
  readonly id: string;
  readonly threadRootId: string;
  /** 1 where the subject names none. */
  readonly version: number;
  /** How many patches the subjects announce; at least the number of the last patch at hand. */
  readonly total: number;
  readonly title: string;
  readonly author: Mailbox;
  readonly cover?: CoverLetter | undefined;
  /** In order of their numbers; a hole is missing, not undefined. */
  readonly patches: readonly Patch[];
  /** The numbers (1-based) that were announced and not seen. */
  readonly missing: readonly number[];
  readonly state: SeriesState;
  readonly isResend: boolean;
  readonly isRfc: boolean;
  /** The tree a subject prefix names: `net-next` of `[PATCH net-next v2 3/5]`. */
  readonly treeHint?: string | undefined;
  /** The id of the previous version of the same series, where one is at hand. */
  readonly predecessorId?: string | undefined;
  readonly baseCommit?: string | undefined;
  readonly changeId?: string | undefined;
  readonly trailers: readonly FollowUpTrailer[];
  readonly problems: readonly Problem[];
}
