import { createHash } from 'node:crypto';
import { limits } from '../domain/limits.js';
import type { MboxMail } from './files/mbox.js';
import type { Placement, Placer } from './placer.js';

/** A mail of an mbox at its place. */
export interface PlacedMail extends Placement {
  readonly mail: MboxMail;
  readonly digest: string;
}

/** What names a mail that has no name but its bytes: 40 digits of their SHA-256, which is as much as git has. */
export function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 40);
}

/** The mails with their places, which are given for some at a time. */
export async function* placeMails(mails: AsyncIterable<MboxMail>, placer: Placer): AsyncGenerator<PlacedMail> {
  for await (const some of inPieces(mails)) {
    const digests = some.map(mail => digestOf(mail.bytes));
    const placements = await placer.place(digests.map(id => ({ id, comes: true })));
    for (const [index, placement] of placements.entries()) {
      const [mail, digest] = [some[index], digests[index]];
      if (mail !== undefined && digest !== undefined) yield { ...placement, mail, digest };
    }
  }
}

/** What is held when the mails break off still comes. */
async function* inPieces(mails: AsyncIterable<MboxMail>): AsyncGenerator<readonly MboxMail[]> {
  let held: MboxMail[] = [];
  let heldBytes = 0;
  let trouble: { readonly error: unknown } | undefined;
  try {
    for await (const mail of mails) {
      held.push(mail);
      heldBytes += mail.bytes.length;
      if (heldBytes < limits.heldMailsBytesMax && held.length < limits.placesAskedMax) continue;
      yield held;
      held = [];
      heldBytes = 0;
    }
  } catch (error) {
    trouble = { error };
  }
  if (held.length > 0) yield held;
  if (trouble !== undefined) throw trouble.error;
}
