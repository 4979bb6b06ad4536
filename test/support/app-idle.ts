import type { Database } from '../../src/store/open-database.js';

/** What a job may be due in and still be waited for: what is further away is not coming. */
const soonMs = 2_000;

/** Whether an App over this store has nothing to do any more, `mails` mails having come to it. `held`: deliveries that wait for their hour. */
export async function isIdle(db: Database, mails: number, held = 0): Promise<boolean> {
  const count = async (query: Promise<{ readonly count: string | number | bigint }>): Promise<number> =>
    Number((await query).count);
  const all = db.fn.countAll().as('count');
  if ((await count(db.selectFrom('place').select(all).executeTakeFirstOrThrow())) < mails) return false;
  const unjudged = db
    .selectFrom('family')
    .where(({ or, eb }) => or([eb('is_stale', '=', 1), eb('has_stages', '=', 0)]));
  const jobs = db
    .selectFrom('job')
    .where(({ or, eb, and }) =>
      or([eb('state', '=', 'running'), and([eb('state', '=', 'waiting'), eb('due_at', '<', Date.now() + soonMs)])]),
    );
  const deliveries = db
    .selectFrom('delivery')
    .innerJoin('repository', 'repository.id', 'delivery.repository_id')
    .where('state', 'in', ['planned', 'sending'])
    .where('not_before', '<', Date.now() + soonMs)
    .where('repository.trouble', 'is', null);
  const counts = [
    count(unjudged.select(all).executeTakeFirstOrThrow()),
    count(db.selectFrom('family_news').select(all).executeTakeFirstOrThrow()),
    count(jobs.select(all).executeTakeFirstOrThrow()),
    count(deliveries.select(all).executeTakeFirstOrThrow()).then(waiting => Math.max(0, waiting - held)),
  ];
  return (await Promise.all(counts)).every(each => each === 0);
}
