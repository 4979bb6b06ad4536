import type { SourceStatus, StoreStatus } from '../domain/store-status.js';
import type { Database } from './open-database.js';

/** Counts what a store holds. */
export async function readStatus(db: Database): Promise<StoreStatus> {
  const sources = await readSources(db);
  const { rows, shown, unreadable, withdrawn } = await countPlaces(db);
  const threads = await db.selectFrom('thread').select(db.fn.countAll().as('count')).executeTakeFirstOrThrow();
  const stale = await db
    .selectFrom('family')
    .select(db.fn.countAll().as('count'))
    .where('is_stale', '=', 1)
    .executeTakeFirstOrThrow();
  const series = await db
    .selectFrom('series')
    .select(['state', db.fn.countAll().as('count')])
    .groupBy('state')
    .execute();
  const problems = await db
    .selectFrom('problem')
    .select(['code', db.fn.countAll().as('count')])
    .groupBy('code')
    .execute();
  const placesOf = (role: string): number => Number(rows.find(row => row.role === role)?.places ?? 0);
  return {
    sources,
    mails: shown,
    duplicates: placesOf('copy') + placesOf('kept') - shown,
    imposters: placesOf('imposter'),
    withdrawn,
    unreadable,
    threads: Number(threads.count),
    series: tally(series.map(row => [row.state, row.count])),
    problems: tally(problems.map(row => [row.code, row.count])),
    stale: Number(stale.count),
  };
}

/** The places in sight whose mail has a role, and the mails that count. */
async function countPlaces(db: Database) {
  const inSight = db.selectFrom('place').innerJoin('mail', 'mail.id', 'place.mail_id').where('is_withdrawn', '=', 0);
  const rows = await inSight
    .select(['mail.role', db.fn.countAll().as('places')])
    .groupBy('mail.role')
    .execute();
  const mails = await inSight
    .where('mail.role', '=', 'kept')
    .select(db.fn.count('mail.id').distinct().as('count'))
    .executeTakeFirstOrThrow();
  const others = await db
    .selectFrom('place')
    .select(['is_withdrawn', db.fn.countAll().as('count')])
    .where(({ eb, or }) => or([eb('mail_id', 'is', null), eb('is_withdrawn', '=', 1)]))
    .groupBy('is_withdrawn')
    .execute();
  const countOf = (isWithdrawn: number): number =>
    Number(others.find(row => row.is_withdrawn === isWithdrawn)?.count ?? 0);
  return { rows, shown: Number(mails.count), withdrawn: countOf(1), unreadable: countOf(0) };
}

async function readSources(db: Database): Promise<readonly SourceStatus[]> {
  const rows = await db
    .selectFrom('source')
    .leftJoin('place', 'place.source_id', 'source.id')
    .leftJoin('mail', 'mail.id', 'place.mail_id')
    .select(['source.name', 'source.read_at', 'source.trouble'])
    .select([db.fn.count('place.place').as('places'), db.fn.max('mail.arrived_at').as('newest')])
    .groupBy(['source.id', 'source.name', 'source.read_at', 'source.trouble'])
    .orderBy('source.id')
    .execute();
  return rows.map(row => ({
    name: row.name,
    places: Number(row.places),
    readAt: row.read_at ?? undefined,
    newestAt: row.newest ?? undefined,
    trouble: row.trouble ?? undefined,
  }));
}

function tally(rows: readonly (readonly [string, string | number | bigint])[]): Readonly<Record<string, number>> {
  return Object.fromEntries(
    rows.map(([name, count]) => [name, Number(count)] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
