import { brotliCompressSync, constants } from 'node:zlib';
import type { MailNote } from '../../domain/family.js';
import type { Message, RawMail } from '../../domain/message.js';
import { familyKeysOf } from '../../series/family-keys.js';

/**
 * Brotli (RFC 7932) at its fastest, with a window that holds most mails: a third less time than deflate at its fastest, for 3 % more room.
 * Room for a large window, which has to be cleared for each mail, would cost more than the work itself.
 */
const params = { [constants.BROTLI_PARAM_QUALITY]: 1, [constants.BROTLI_PARAM_LGWIN]: 16 };

/** The bytes of a mail as they are kept. */
export function compressMail(bytes: Uint8Array): Uint8Array {
  // Most come to less than half of it: with less room there would be pieces to put together, with more it would be kept as long as the mail.
  return brotliCompressSync(bytes, { params, chunkSize: 256 + (bytes.length >> 1) });
}

/** What has to be known of a mail that was read, to keep it. */
export function noteOf(raw: RawMail, message: Message): MailNote {
  return {
    digest: message.digest,
    messageId: message.id,
    subject: message.subject,
    origin: raw.origin,
    isDraft: raw.isDraft === true,
    arrivedAt: message.receivedAt ?? message.sentAt,
    problems: message.problems,
    keys: familyKeysOf(message),
  };
}
