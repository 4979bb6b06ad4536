import type { FileDiff } from './diff.js';
import type { Mailbox } from './message.js';
import type { Problem } from './problem.js';

/** `Reviewed-by: A <a@b>`: a line of the last paragraph of a commit message or of a reply. */
export interface Trailer {
  readonly token: string;
  readonly value: string;
}

/** One patch mail, taken apart. */
export interface Patch {
  readonly messageId: string;
  /** 1-based place in its series. */
  readonly number: number;
  /** As `git mailinfo` gives it: Re: and leading brackets removed, white space folded. */
  readonly title: string;
  /** The in-body From: where there is one, else the mail's author. */
  readonly author: Mailbox;
  /** Without the title, in-body headers, trailers' surroundings kept; LF. */
  readonly commitMessage: string;
  readonly trailers: readonly Trailer[];
  /** What stands between `---` and the diff: changelog, diffstat. */
  readonly notes: string;
  /** 40 hex digits or an abbreviation, from `base-commit:`. */
  readonly baseCommit?: string | undefined;
  readonly changeId?: string | undefined;
  readonly prerequisitePatchIds: readonly string[];
  readonly files: readonly FileDiff[];
  /** As `git patch-id --stable`; undefined for a patch without a readable hunk. */
  readonly patchId?: string | undefined;
  /** The patch's own mail is not at hand: it was recovered from a quotation. */
  readonly isQuoted: boolean;
  /** A damaged hunk is a Problem of its patch, not the end of it. */
  readonly problems: readonly Problem[];
}
