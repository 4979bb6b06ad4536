import { createHash } from 'node:crypto';
import type { Delivery, DeliveryContent, DeliveryState, Receipt } from '../../domain/delivery.js';
import type { Schema } from '../schema.js';

/** SHA-256 of a content, hex: the same whatever the order of its keys. */
export function digestOf(content: DeliveryContent): string {
  return createHash('sha256').update(JSON.stringify(content, sortKeys)).digest('hex');
}

function sortKeys(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A row as the noun that it is. Only planDeliveries and the queue write rows, so that their JSON is what it was. */
export function deliveryOf(row: Schema['delivery']): Delivery {
  return {
    key: row.key,
    repositoryId: row.repository_id,
    subject: row.subject,
    parent: row.parent ?? undefined,
    content: JSON.parse(row.content) as DeliveryContent,
    withheld: row.withheld ?? undefined,
    state: row.state as DeliveryState,
    receipt: receiptOf(row.receipt),
    isOutdated: row.receipt !== null && row.sent_digest !== row.digest,
    attempts: row.attempts,
    notBefore: row.not_before,
    trouble: row.trouble ?? undefined,
    plannedAt: row.planned_at,
    sentAt: row.sent_at ?? undefined,
  };
}

export function receiptOf(json: string | null): Receipt | undefined {
  return json === null ? undefined : (JSON.parse(json) as Receipt);
}
