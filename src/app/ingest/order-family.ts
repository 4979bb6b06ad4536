import { listFamilyMails, readMailBytes } from '../../store/families.js';
import type { Database } from '../../store/open-database.js';
import type { FamilyOrder } from './mail-bench.js';

/** The mails of a family, with the bytes of those that are not held; `held`: by their digests. */
export async function orderFamily(db: Database, id: number, held: ReadonlyMap<string, unknown>): Promise<FamilyOrder> {
  const mails = await listFamilyMails(db, id);
  const missing = mails.filter(mail => !held.has(mail.digest));
  const bytes = await readMailBytes(
    db,
    missing.map(mail => mail.id),
  );
  const compressed = missing.flatMap(mail => {
    const found = bytes.get(mail.id);
    return found ? [[mail.digest, found] as const] : [];
  });
  return { mails, compressed: new Map(compressed) };
}
