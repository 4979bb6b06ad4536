import type { Delivery, DeliveryPlan, DeliveryState } from '../../domain/delivery.js';
import { inChunks } from '../in-chunks.js';
import { sql } from '../kysely.js';
import type { Database } from '../open-database.js';
import { deliveryOf, digestOf } from './delivery-rows.js';

/**
 * Notes what is wanted to stand on GitHub, in one transaction. The same plan again changes nothing; another content under a key replaces
 * the one before, and is sent where it differs from what stands. What GitHub calls a post is never touched here, and a delivery that is
 * in doubt (`sending`) stays so: nobody knows yet what stands. Of plans with the same key the last one counts.
 * `now`: milliseconds since the epoch; `along`: what is noted in the same transaction.
 */
export async function planDeliveries(
  db: Database,
  plans: readonly DeliveryPlan[],
  now: number,
  along?: (transaction: Database) => Promise<void>,
): Promise<void> {
  const byKey = new Map(plans.map(plan => [plan.key, plan]));
  // Always in the same order, so that two who plan the same in PostgreSQL never wait for each other.
  const rows = [...byKey.values()].map(plan => rowOf(plan, now)).sort((a, b) => (a.key < b.key ? -1 : 1));
  if (rows.length === 0 && along === undefined) return;
  await db.transaction().execute(async transaction => {
    await inChunks(rows, chunk => upsert(transaction, chunk));
    await along?.(transaction);
  });
}

function rowOf({ key, repositoryId, subject, parent, content, withheld }: DeliveryPlan, now: number) {
  return {
    key,
    repository_id: repositoryId,
    subject,
    parent: parent ?? null,
    kind: content.kind,
    content: JSON.stringify(content),
    digest: digestOf(content),
    sent_digest: null,
    state: withheld === undefined ? 'planned' : 'withheld',
    receipt: null,
    withheld: withheld ?? null,
    attempts: 0,
    not_before: 0,
    trouble: null,
    planned_at: now,
    sent_at: null,
  };
}

/** In one statement, so that it cannot meet the outbox between reading a row and writing it. All that stands right of `=` is the row as it was. */
async function upsert(db: Database, rows: readonly ReturnType<typeof rowOf>[]): Promise<readonly never[]> {
  const stands = sql<boolean>`(delivery.receipt is not null and delivery.sent_digest = excluded.digest)`;
  // It failed after an attempt of which nobody knows whether it arrived: to be looked for before anything else.
  const isInDoubt = sql<boolean>`(delivery.receipt is null and delivery.sent_digest is not null)`;
  const isNew = sql<boolean>`delivery.digest <> excluded.digest`;
  const startsAnew = sql<boolean>`(delivery.state <> 'sending' and ((${isNew} and delivery.state <> 'planned')
    or (delivery.state = 'withheld' and excluded.withheld is null) or (${isNew} and ${stands})))`;
  const wanted = sql<string>`case when ${stands} then 'sent' when excluded.withheld is not null then 'withheld'
    when ${isInDoubt} then 'sending' else 'planned' end`;
  await db
    .insertInto('delivery')
    .values(rows)
    .onConflict(conflict =>
      conflict.column('key').doUpdateSet(({ ref }) => ({
        subject: ref('excluded.subject'),
        parent: ref('excluded.parent'),
        kind: ref('excluded.kind'),
        content: ref('excluded.content'),
        digest: ref('excluded.digest'),
        // What stands or failed under the same content stays as it is, even where nothing would be posted by now.
        withheld: sql<string | null>`case when ${isNew} or delivery.state in ('planned', 'sending', 'withheld')
          then excluded.withheld else delivery.withheld end`,
        state: sql<string>`case when delivery.state = 'sending' then 'sending'
          when ${isNew} or delivery.state in ('planned', 'withheld') then ${wanted} else delivery.state end`,
        attempts: sql<number>`case when ${startsAnew} then 0 else delivery.attempts end`,
        not_before: sql<number>`case when ${startsAnew} then 0 else delivery.not_before end`,
        trouble: sql<string | null>`case when ${startsAnew} then null else delivery.trouble end`,
      })),
    )
    .execute();
  return [];
}

/** A delivery by its key; undefined where nothing was ever planned under it. */
export async function findDelivery(db: Database, key: string): Promise<Delivery | undefined> {
  const row = await db.selectFrom('delivery').selectAll().where('key', '=', key).executeTakeFirst();
  return row && deliveryOf(row);
}

/** All that was ever planned about a subject (`DeliveryPlan.subject`) of a repository. */
export async function findDeliveriesOf(
  db: Database,
  repositoryId: number,
  subject: string,
): Promise<readonly Delivery[]> {
  const rows = await db
    .selectFrom('delivery')
    .selectAll()
    .where('repository_id', '=', repositoryId)
    .where('subject', '=', subject)
    .orderBy('key')
    .execute();
  return rows.map(deliveryOf);
}

export interface DeliveryFilter {
  readonly repositoryId?: number | undefined;
  readonly state?: DeliveryState | undefined;
}

/** A delivery with all that is known of where it belongs to. */
export interface ListedDelivery {
  readonly delivery: Delivery;
  /** Undefined where the repository was forgotten. */
  readonly repository?:
    | { readonly owner: string; readonly name: string; readonly trouble?: string | undefined }
    | undefined;
  /** Undefined where it has none, or that is not planned. */
  readonly parent?: { readonly state: DeliveryState; readonly isPosted: boolean } | undefined;
}

/** Rows that are read at a time: some of them hold long texts. */
const pageRows = 200;

/** What was planned, in the order in which it was planned first; a page at a time. */
export async function* listDeliveries(db: Database, filter: DeliveryFilter): AsyncGenerator<ListedDelivery> {
  let after: { readonly plannedAt: number; readonly key: string } | undefined;
  do {
    const page = await listPage(db, filter, after);
    yield* page;
    const last = page.length < pageRows ? undefined : page.at(-1)?.delivery;
    after = last && { plannedAt: last.plannedAt, key: last.key };
  } while (after !== undefined);
}

async function listPage(
  db: Database,
  { repositoryId, state }: DeliveryFilter,
  after: { readonly plannedAt: number; readonly key: string } | undefined,
): Promise<readonly ListedDelivery[]> {
  let query = listedRows(db).orderBy('delivery.planned_at').orderBy('delivery.key').limit(pageRows);
  if (repositoryId !== undefined) query = query.where('delivery.repository_id', '=', repositoryId);
  if (state !== undefined) query = query.where('delivery.state', '=', state);
  if (after)
    query = query.where(({ or, and, eb }) =>
      or([
        eb('delivery.planned_at', '>', after.plannedAt),
        and([eb('delivery.planned_at', '=', after.plannedAt), eb('delivery.key', '>', after.key)]),
      ]),
    );
  return (await query.execute()).map(listedOf);
}

/** One of them by its key; undefined where nothing was ever planned under it. */
export async function findListedDelivery(db: Database, key: string): Promise<ListedDelivery | undefined> {
  const row = await listedRows(db).where('delivery.key', '=', key).executeTakeFirst();
  return row && listedOf(row);
}

/** The id of a repository by its name, `torvalds/linux`, in any case, as on GitHub; undefined where it is not known. */
export async function findRepositoryId(db: Database, fullName: string): Promise<number | undefined> {
  const row = await db
    .selectFrom('repository')
    .select('id')
    .where(sql<string>`lower(owner || '/' || name)`, '=', fullName.toLowerCase())
    // The name of one that was removed may be another's by now.
    .orderBy(sql`trouble is not null`)
    .orderBy('seen_at', 'desc')
    .executeTakeFirst();
  return row?.id;
}

function listedRows(db: Database) {
  return db
    .selectFrom('delivery')
    .leftJoin('repository', 'repository.id', 'delivery.repository_id')
    .leftJoin('delivery as upper', 'upper.key', 'delivery.parent')
    .selectAll('delivery')
    .select(['repository.owner', 'repository.name', 'repository.trouble as hindrance'])
    .select(['upper.state as upper_state', 'upper.receipt as upper_receipt']);
}

type ListedRow = Parameters<typeof deliveryOf>[0] & {
  readonly owner: string | null;
  readonly name: string | null;
  readonly hindrance: string | null;
  readonly upper_state: string | null;
  readonly upper_receipt: string | null;
};

function listedOf(row: ListedRow): ListedDelivery {
  const { owner, name, hindrance, upper_state, upper_receipt } = row;
  return {
    delivery: deliveryOf(row),
    repository: owner === null || name === null ? undefined : { owner, name, trouble: hindrance ?? undefined },
    parent:
      upper_state === null ? undefined : { state: upper_state as DeliveryState, isPosted: upper_receipt !== null },
  };
}
