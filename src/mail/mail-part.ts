/** A leaf of a mail's MIME tree, its transfer encoding undone, its charset not. */
export interface MailPart {
  /** Lower case, without parameters: `text/plain`. */
  readonly contentType: string;
  readonly charset: string | undefined;
  readonly filename: string | undefined;
  readonly isAttachment: boolean;
  /** format=flowed (RFC 3676). */
  readonly isFlowed: boolean;
  /** Of a flowed part: the blank before a soft line break is the break's own (DelSp=yes, RFC 3676 section 4.1). */
  readonly deletesBlank: boolean;
  readonly bytes: Uint8Array;
}

export interface MailParts {
  readonly parts: readonly MailPart[];
  /** What ended the reading early, for people; undefined when all was read. */
  readonly stopped: string | undefined;
}

/** The fields that say how a body, or a part of it, is built, as they stand in its head, unfolded. */
export interface BodyHead {
  readonly contentType: string | undefined;
  readonly transferEncoding: string | undefined;
  readonly disposition: string | undefined;
}
