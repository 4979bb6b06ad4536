import { type FamilyMail, listFamilyMails, readMailBytes } from '../../store/families.js';
import type { Database } from '../../store/open-database.js';

/** A family to be read. */
export interface FamilyOrder {
  readonly id: number;
  readonly mails: readonly FamilyMail[];
  /** The bytes of those mails that are not held, compressed as they were kept, by their digests. */
  readonly compressed: ReadonlyMap<string, Uint8Array>;
}

/** The mails of families, with the bytes of those that are not held; `held`: by their digests. */
export async function orderFamilies(
  db: Database,
  ids: readonly number[],
  held: ReadonlySet<string> = new Set(),
): Promise<readonly FamilyOrder[]> {
  const mails = await listFamilyMails(db, ids);
  const missing = [...mails.values()].flat().filter(mail => !held.has(mail.digest));
  const bytes = await readMailBytes(
    db,
    missing.map(mail => mail.id),
  );
  return ids.map(id => {
    const ofFamily = mails.get(id) ?? [];
    const compressed = ofFamily.flatMap(mail => {
      const found = bytes.get(mail.id);
      return found ? [[mail.digest, found] as const] : [];
    });
    return { id, mails: ofFamily, compressed: new Map(compressed) };
  });
}
