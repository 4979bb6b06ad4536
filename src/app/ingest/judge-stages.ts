import { limits } from '../../domain/limits.js';
import { countWithoutStages, findWithoutStages, keepStages } from '../../store/stages.js';
import type { Store } from '../../store/store.js';
import type { MailBench } from './mail-bench.js';
import { orderFamily } from './order-family.js';

/** Judges how far the series have come of which that is not kept: of all families that changed. */
export async function judgeStages(
  { db }: Store,
  judge: Pick<MailBench, 'judge'>,
  report: (done: number, total: number) => void = () => undefined,
): Promise<void> {
  const total = await countWithoutStages(db);
  for (let done = 0; ; ) {
    const families = await findWithoutStages(db, limits.familiesTogether);
    if (families.length === 0) return;
    const orders = [];
    for (const id of families) orders.push({ ...(await orderFamily(db, id, new Map())), commits: [] });
    const stages = await judge.judge(orders, Date.now());
    for (const [index, id] of families.entries()) await keepStages(db, id, stages[index] ?? new Map());
    done += families.length;
    report(done, Math.max(done, total));
  }
}
