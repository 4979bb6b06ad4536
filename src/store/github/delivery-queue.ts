import type { SqlBool } from 'kysely';
import type { Delivery, Receipt } from '../../domain/delivery.js';
import { limits } from '../../domain/limits.js';
import { sql } from '../kysely.js';
import type { Database } from '../open-database.js';
import { deliveryOf, receiptOf } from './delivery-rows.js';
import { type KnownRepository, repositoryOf } from './repositories.js';

/** A delivery that is to be sent. */
export interface Due {
  readonly delivery: Delivery;
  /** Of the content. */
  readonly digest: string;
  /**
   * Of what stands; where there is no receipt: of what was sent, and may stand or not. Undefined where nothing stands, not all of a
   * content, or nobody knows which one.
   */
  readonly sentDigest?: string | undefined;
  readonly parentReceipt?: Receipt | undefined;
}

/** A delivery whose turn it is. */
export interface DueDelivery extends Due {
  /** Of a review that is not yet posted: the comments that go with it, or went, the first planned first. */
  readonly children: readonly Due[];
}

/** It was sent, and nobody knows whether it arrived: it has to be looked for. */
export function isInDoubt({ delivery, sentDigest }: Due): boolean {
  return delivery.receipt === undefined && sentDigest !== undefined;
}

/** The repositories for which something is due at `now`. */
export async function listDueRepositories(db: Database, now: number): Promise<readonly KnownRepository[]> {
  const rows = await db
    .selectFrom('repository')
    .selectAll()
    .where('id', 'in', openRows(db).where('delivery.not_before', '<=', now).select('delivery.repository_id'))
    .orderBy('id')
    .execute();
  return rows.map(repositoryOf);
}

/** When the next delivery becomes due that is not at `now`, in milliseconds since the epoch; undefined where none waits for a time. */
export async function findNextDue(db: Database, now: number): Promise<number | undefined> {
  const { next } = await openRows(db)
    .where('delivery.not_before', '>', now)
    .select(({ fn }) => fn.min('delivery.not_before').as('next'))
    .executeTakeFirstOrThrow();
  return next === null ? undefined : Number(next);
}

/**
 * The oldest delivery of a repository that is due: what hangs below another one comes behind it, and the comments of a review that is
 * not posted come with it. What is
 * in doubt is always taken; else `takesPosts` and `takesIssues` tell whether any post, and a new issue, may be made.
 */
export async function findDueDelivery(
  db: Database,
  repositoryId: number,
  now: number,
  { takesPosts, takesIssues }: { readonly takesPosts: boolean; readonly takesIssues: boolean },
): Promise<DueDelivery | undefined> {
  let query = openRows(db)
    .selectAll('delivery')
    .select('upper.receipt as upper_receipt')
    .where('delivery.repository_id', '=', repositoryId)
    .where('delivery.not_before', '<=', now)
    .orderBy('delivery.planned_at')
    .orderBy('delivery.key')
    .limit(1);
  const isDoubtful = sql<SqlBool>`(delivery.receipt is null and delivery.sent_digest is not null)`;
  if (!takesPosts) query = query.where(isDoubtful);
  if (!takesIssues)
    query = query.where(sql<SqlBool>`(delivery.kind <> 'issue' or delivery.receipt is not null or ${isDoubtful})`);
  const row = await query.executeTakeFirst();
  if (!row) return undefined;
  const due = dueOf(row);
  const takesChildren = row.kind === 'review' && row.receipt === null;
  return { ...due, children: takesChildren ? await findChildren(db, due, limits.reviewCommentsTogether) : [] };
}

/** Of one that is in doubt: those that went with it. Else those that can go with it; a comment on a whole file has no place in a review. */
async function findChildren(db: Database, parent: Due, max: number): Promise<readonly Due[]> {
  const rows = await db
    .selectFrom('delivery')
    .selectAll()
    .select(sql<null>`null`.as('upper_receipt'))
    .where('parent', '=', parent.delivery.key)
    .where('kind', '=', 'review-comment')
    .where('receipt', 'is', null)
    .where('state', 'in', ['planned', 'sending'])
    .orderBy('planned_at')
    .orderBy('key')
    .execute();
  const children = rows.map(dueOf);
  if (isInDoubt(parent)) return children.filter(isInDoubt);
  return children.filter(each => !isInDoubt(each) && isOnLine(each.delivery)).slice(0, max);
}

function isOnLine({ content }: Delivery): boolean {
  return content.kind === 'review-comment' && content.line !== undefined;
}

/**
 * What is to be sent and waits for nothing but its time. What has a receipt is changed where it stands. The comments of a review go
 * with it while it is on its way, and alone where it was posted, could not be, or is not to be, or where they were sent alone before and
 * are looked for; anything else waits for its parent's receipt. What is told below one issue is told in its order.
 */
function openRows(db: Database) {
  const hasGround = sql<SqlBool>`(delivery.parent is null or delivery.receipt is not null or upper.receipt is not null
    or (delivery.kind = 'review-comment' and (upper.state is null or upper.state in ('sent', 'failed', 'withheld')
      or (upper.state = 'planned' and delivery.sent_digest is not null))))`;
  const isTold = sql<SqlBool>`(delivery.kind <> 'issue-comment' or delivery.receipt is not null or not exists (
    select 1 from delivery as elder where elder.parent = delivery.parent and elder.kind = 'issue-comment'
      and elder.receipt is null and elder.state in ('planned', 'sending') and (elder.planned_at < delivery.planned_at
        or (elder.planned_at = delivery.planned_at and elder.key < delivery.key))))`;
  return db
    .selectFrom('delivery')
    .leftJoin('delivery as upper', 'upper.key', 'delivery.parent')
    .where('delivery.state', 'in', ['planned', 'sending'])
    .where(hasGround)
    .where(isTold);
}

type QueueRow = Parameters<typeof deliveryOf>[0] & { readonly upper_receipt: string | null };

function dueOf(row: QueueRow): Due {
  return {
    delivery: deliveryOf(row),
    digest: row.digest,
    sentDigest: row.receipt !== null && row.state === 'sending' ? undefined : (row.sent_digest ?? undefined),
    parentReceipt: receiptOf(row.upper_receipt),
  };
}
