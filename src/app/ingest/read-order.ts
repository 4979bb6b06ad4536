import { brotliDecompressSync } from 'node:zlib';
import type { Message } from '../../domain/message.js';
import { readMessage } from '../../mail/read-message.js';
import type { FamilyOrder } from './order-family.js';

/** The mails of a family, in the order in which they were taken in: those that are held, and the others read again. */
export async function readOrder(
  { mails, compressed }: FamilyOrder,
  held: ReadonlyMap<string, Message> = new Map(),
): Promise<readonly Message[]> {
  const messages: Message[] = [];
  for (const { digest, origin, isDraft } of mails) {
    const bytes = compressed.get(digest);
    const message =
      held.get(digest) ?? (bytes && (await readMessage({ bytes: brotliDecompressSync(bytes), origin, isDraft })));
    if (message) messages.push(message);
  }
  return messages;
}
