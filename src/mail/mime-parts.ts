import { firstField, type MailHead } from './mail-head.js';
import type { BodyHead, MailParts } from './mail-part.js';
import { readPlainParts } from './plain-parts.js';

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
