import { limits } from '../../domain/limits.js';
import { type FamilyMail, listFamilyMails, readMailBytes } from '../../store/families.js';
import type { Database } from '../../store/open-database.js';

/** A family to be read. */
export interface FamilyOrder {
  readonly id: number;
  readonly mails: readonly FamilyMail[];
  /** The bytes of those mails that are not held, compressed as they were kept, by their digests. */
  readonly compressed: ReadonlyMap<string, Uint8Array>;
}

/**
 * The mails of families, with the bytes of those that are not held (`held`: by their digests); of the first families only, where those of all
 * would take too much memory, and of one at least.
 */
export async function orderFamilies(
  db: Database,
  ids: readonly number[],
  held: ReadonlySet<string> = new Set(),
): Promise<readonly FamilyOrder[]> {
  const mails = await listFamilyMails(db, ids);
  const missing: number[] = [];
  const taken: number[] = [];
  for (const id of ids) {
    const ofFamily = (mails.get(id) ?? []).filter(mail => !held.has(mail.digest)).map(mail => mail.id);
    if (taken.length > 0 && missing.length + ofFamily.length > limits.familyMailsTogether) break;
    taken.push(id);
    missing.push(...ofFamily);
  }
  const bytes = await readMailBytes(db, missing);
  return taken.map(id => {
    const ofFamily = mails.get(id) ?? [];
    const compressed = ofFamily.flatMap(mail => {
      const found = bytes.get(mail.id);
      return found ? [[mail.digest, found] as const] : [];
    });
    return { id, mails: ofFamily, compressed: new Map(compressed) };
  });
}
