/**
 * An expected failure of outside input, as a value: it is shown and counted, never thrown.
 * The list of codes is closed so that a reader of JSON can rely on it.
 */
export const problemCodes = [
  'mail-unreadable', // the bytes are not a mail that any reader could make sense of
  'mail-too-large', // over the byte limit; only the headers were read
  'mail-truncated', // a body, a list of parts or of references was cut at a limit
  'mail-no-message-id',
  'mail-imposter', // the same Message-ID as another mail, with other content
  'charset-unknown',
  'diff-damaged', // a hunk whose counts do not hold: wrapped, trimmed or truncated
  'diff-combined', // a merge's combined diff: not a patch
  'diff-too-large',
  'path-unsafe', // a path that leaves the tree or carries control characters
  'series-incomplete',
  'blob-missing', // the mirror has not got the code before the patch
  'patch-does-not-apply',
  'blob-differs', // the post-image's id is not the one that the index line states
  'source-unreadable', // a file among many that could not be read or is no mail
  'thread-crashed', // a fault of Faultline itself, or of the disk: nothing is known of how far its series have come
] as const;
export type ProblemCode = (typeof problemCodes)[number];

export interface Problem {
  readonly code: ProblemCode;
  /** Where, for people: a Message-ID, or the origin of the bytes. */
  readonly where: string;
  /** One sentence, written for people who send mail. Text of strangers in it is not yet escaped. */
  readonly detail: string;
  readonly messageId?: string | undefined;
  readonly path?: string | undefined;
  /** 1-based line in the decoded body of the mail. */
  readonly mailLine?: number | undefined;
}
