import type { MirrorCommit } from '../domain/commit.js';
import { findFamilyCommits } from '../store/commits.js';
import type { Database } from '../store/open-database.js';
import { type AssembledThread, assembleMails } from './assemble-mails.js';
import { orderFamilies } from './ingest/order-family.js';
import { readOrder } from './ingest/read-order.js';

/** The threads of a family, and the commits that may have taken its patches. */
export interface StoredFamily {
  readonly threads: readonly AssembledThread[];
  readonly commits: readonly MirrorCommit[];
}

/** Puts the mails of a family together; there are no threads where the store has none of it. */
export async function readStoredFamily(db: Database, familyId: number): Promise<StoredFamily> {
  const [order] = await orderFamilies(db, [familyId]);
  const { threads } = assembleMails(order ? await readOrder(order) : [], { placesRemarks: true });
  return { threads, commits: await findFamilyCommits(db, familyId) };
}
