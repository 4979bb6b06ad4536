import type { Mailbox } from './message.js';
import type { Trailer } from './patch.js';
import type { Remark } from './remark.js';

/** How far a series has come on its list. Next to this stands whether all of it was seen (SeriesState). */
export const seriesStages = [
  'new', // nobody but its author and programs has spoken
  'under-review', // somebody else has
  'changes-requested', // a NAK, or its author has announced another version
  'reviewed', // Reviewed-by or Acked-by of others cover every patch
  'superseded', // a later version was posted
  'applied', // a maintainer or a program says so, or the mirror has it
  'stale', // none of the last three, and no word for a long time
] as const;
export type SeriesStage = (typeof seriesStages)[number];

/** What made it so. */
export type StageSource =
  | { readonly kind: 'mail'; readonly messageId: string }
  | { readonly kind: 'series'; readonly seriesId: string }
  | { readonly kind: 'commit'; readonly commitId: string };

export interface StageVerdict {
  readonly stage: SeriesStage;
  /** For people, without the stage itself: `Ada Holm: "Applied to for-next"`. Text of strangers in it is not yet escaped. */
  readonly reason: string;
  /** When the mail was written or the commit made, in milliseconds since the epoch, never later than the time of judging; undefined where that mail has no date. */
  readonly since?: number | undefined;
  readonly source: StageSource;
}

/** A trailer of one patch, and how it came there. */
export interface PatchTag extends Trailer {
  /** Whom the trailer names; undefined for one that names nobody (`Fixes:`, `Link:`). */
  readonly person?: Mailbox | undefined;
  /** Given by or naming a program: never a review. */
  readonly isBot: boolean;
  /** The reply that gave it, or the patch whose commit message has it where no reply is at hand. */
  readonly fromMessageId: string;
  /** The version on which it was given; a patch that carries it from an older version names that one, where its reply is at hand. */
  readonly version: number;
  /** It stands in the patch's own commit message. */
  readonly isOwn: boolean;
}

/** What became of one patch of a series. */
export interface PatchTriage {
  /** 1-based place in its series. */
  readonly number: number;
  readonly messageId: string;
  /** Those of its commit message, then those of replies to it and to its cover letter, each once. */
  readonly tags: readonly PatchTag[];
  /** The commit or the mail that says that this patch was taken. */
  readonly applied?: StageSource | undefined;
}

/** A person's remark on the version before that nobody answered and that no change of its hunk followed. */
export interface UnaddressedRemark {
  readonly remark: Remark;
  readonly speaker: Mailbox;
  /** The patch of this version that still has the hunk, and where in it the line stands that is spoken of. */
  readonly patchMessageId: string;
  readonly path: string;
  readonly side: 'old' | 'new';
  /** 1-based, in the file on that side. */
  readonly line: number;
}

/** The last mail of a person about a series. */
export interface LastWord {
  readonly messageId: string;
  /** Milliseconds since the epoch; undefined where it has no date. */
  readonly at: number | undefined;
}

/** What is known about the progress of one series. */
export interface SeriesTriage {
  readonly seriesId: string;
  readonly verdict: StageVerdict;
  /** Of a stale series: where it stopped. */
  readonly staleAt?: StageVerdict | undefined;
  readonly lastWord: LastWord;
  /** By number. */
  readonly patches: readonly PatchTriage[];
  readonly unaddressed: readonly UnaddressedRemark[];
}

/** What is kept of the progress of a series: time makes the rest of it (`judgeAge`). */
export interface StageRecord {
  readonly judged: StageVerdict;
  readonly lastWord: LastWord;
  readonly unaddressedCount: number;
}
