import { promisify } from 'node:util';
import { deflateRaw, inflateRawSync } from 'node:zlib';
import type { KeptMail } from '../../domain/family.js';
import type { Message, RawMail } from '../../domain/message.js';
import { readMessage } from '../../mail/read-message.js';
import { familyKeysOf } from '../../series/family-keys.js';
import type { FamilyMail } from '../../store/families.js';

/** A mail, read, and what is kept of it. */
export interface ReadMail {
  readonly message: Message;
  readonly kept: KeptMail;
}

/** The fastest level: the next one saves 3 % of the room and takes twice as long. */
const deflateOptions = { level: 1 };
const deflate = promisify(deflateRaw);

/** Reads a mail that is to be kept. Never throws. */
export async function readKeptMail(raw: RawMail): Promise<ReadMail> {
  // Other threads of the process do it meanwhile.
  const deflating: Promise<Buffer> = deflate(raw.bytes, deflateOptions);
  const message = await readMessage(raw);
  const kept: KeptMail = {
    digest: message.digest,
    deflated: await deflating,
    messageId: message.id,
    subject: message.subject,
    origin: raw.origin,
    isDraft: raw.isDraft === true,
    arrivedAt: message.receivedAt ?? message.sentAt,
    problems: message.problems,
    keys: familyKeysOf(message),
  };
  return { message, kept };
}

/** Reads a mail again that was kept. */
export function readAgain({ origin, isDraft }: FamilyMail, deflated: Uint8Array): Promise<Message> {
  return readMessage({ bytes: inflateRawSync(deflated), origin, isDraft });
}
