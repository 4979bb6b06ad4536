import { firstField, type MailHead } from './mail-head.js';
import { readPlainParts } from './plain-parts.js';

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

/** What a mail's head says of its body. */
export function bodyHeadOf(head: MailHead): BodyHead {
  return {
    contentType: firstField(head, 'content-type'),
    transferEncoding: firstField(head, 'content-transfer-encoding'),
    disposition: firstField(head, 'content-disposition'),
  };
}

/**
 * Splits a mail's body into its parts. Almost every mail is built as the RFCs say and read at once; mailparser, which
 * takes a quarter of a second to load, sees those that need its judgement. Never throws, never rejects.
 */
export function readParts(head: BodyHead, body: Uint8Array): MailParts | Promise<MailParts> {
  const parts = readPlainParts(head, body);
  return parts === undefined ? judgeParts(head, body) : { parts, stopped: undefined };
}

async function judgeParts(head: BodyHead, body: Uint8Array): Promise<MailParts> {
  const { readPartsByMailparser } = await import('./mailparser-parts.js');
  return readPartsByMailparser(head, body);
}
