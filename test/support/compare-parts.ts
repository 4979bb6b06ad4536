import { expect } from '@jest/globals';
import type { BodyHead, MailPart } from '../../src/mail/mail-part.js';
import { readPartsByMailparser } from '../../src/mail/mailparser-parts.js';
import { readPlainParts } from '../../src/mail/plain-parts.js';

export const noHead: BodyHead = { contentType: undefined, transferEncoding: undefined, disposition: undefined };

/** Whether a body is read without mailparser; fails where mailparser reads it otherwise. */
export async function isReadAlike(head: BodyHead, body: Buffer): Promise<boolean> {
  const plain = readPlainParts(head, body);
  if (plain === undefined) return false;
  const { parts } = await readPartsByMailparser(head, body);
  expect({ head, body: tellBytes(body), parts: plain.map(tell) }).toEqual({
    head,
    body: tellBytes(body),
    parts: parts.map(tell),
  });
  return true;
}

function tell(part: MailPart) {
  return { ...part, bytes: tellBytes(part.bytes) };
}

function tellBytes(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}
