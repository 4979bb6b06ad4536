import type { MailNote } from '../../domain/family.js';
import type { Message, RawMail } from '../../domain/message.js';
import { familyKeysOf } from '../../series/family-keys.js';

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
