/**
 * What a block of own text in a reply is: something about the code, only tags, a mark that quoted text was cut out
 * ("[...]"), or only a greeting or thanks. Only remarks are ever shown or posted as review comments.
 */
export type RemarkKind = 'remark' | 'trailer' | 'elision' | 'courtesy';

/** How surely the block was placed. Anything but `exact` carries no position, or says why it is none. */
export type PlacementState = 'exact' | 'ambiguous' | 'commit-message' | 'not-found';

/** A block of own text that follows a quotation of a patch, placed on the last quoted line. */
export interface Remark {
  readonly messageId: string;
  readonly patchMessageId: string;
  readonly kind: RemarkKind;
  /** The block, trimmed, LF. */
  readonly comment: string;
  readonly state: PlacementState;
  readonly path?: string | undefined;
  /** `old` only for a removed line. */
  readonly side?: 'old' | 'new' | undefined;
  /** 1-based, in the file on that side. */
  readonly line?: number | undefined;
  /** The last quoted line as it is quoted: without quote marks, with its diff marker, also where that is a space. */
  readonly quotedLine?: string | undefined;
  /** The name in the attribution line, for another person's remark inside a quotation whose own mail is not at hand. */
  readonly quotedFrom?: string | undefined;
}
