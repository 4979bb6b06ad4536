import type { MirrorCommit } from '../../domain/commit.js';
import { limits } from '../../domain/limits.js';
import { findFamilyCommits, keepPatchIds } from '../../store/commits.js';
import type { Database } from '../../store/open-database.js';
import { countWithoutStages, findWithoutStages, keepStages } from '../../store/stages.js';
import type { Mirror } from '../../tree/git-mirror.js';
import type { MailBench, StageOrder } from './mail-bench.js';
import { orderFamilies } from './order-family.js';

/**
 * Judges how far the series have come of which that is not kept: of all families that changed, or whose patches may have landed.
 * `mirror`: tells the patch-ids of commits that have the title of a patch; undefined where there is none.
 */
export async function judgeStages(
  db: Database,
  judge: Pick<MailBench, 'judge'>,
  mirror: Pick<Mirror, 'readPatchIds'> | undefined,
  report: (done: number, total: number) => void = () => undefined,
): Promise<void> {
  const total = await countWithoutStages(db);
  for (let done = 0; ; ) {
    const families = await findWithoutStages(db, limits.familiesTogether);
    if (families.length === 0) return;
    const orders: StageOrder[] = [];
    for (const order of await orderFamilies(db, families))
      orders.push({ ...order, commits: await findCommits(db, order.id, mirror) });
    const judged = await judge.judge(orders, Date.now());
    for (const [index, { id, mails }] of orders.entries()) {
      const family = judged[index];
      if (family === undefined) throw new Error('a family was sent to be judged and did not come back');
      await keepStages(db, id, mails, family);
    }
    done += orders.length;
    report(done, Math.max(done, total));
  }
}

/** The commits that may have taken a patch of a family, with their patch-ids as far as these can be told. */
export async function findCommits(
  db: Database,
  familyId: number,
  mirror: Pick<Mirror, 'readPatchIds'> | undefined,
): Promise<readonly MirrorCommit[]> {
  const commits = await findFamilyCommits(db, familyId);
  const unknown = commits.filter(({ patchId, isMerge }) => patchId === undefined && !isMerge).map(({ id }) => id);
  if (mirror === undefined || unknown.length === 0) return commits;
  const patchIds = await mirror.readPatchIds(unknown);
  await keepPatchIds(db, patchIds);
  return commits.map(commit => ({ ...commit, patchId: commit.patchId ?? patchIds.get(commit.id) }));
}
