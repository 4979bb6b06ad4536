import { limits } from '../../domain/limits.js';
import { answerOf } from './answer-of.js';
import { Answered } from './answered.js';
import type { GitHubClient } from './github-client.js';
import { readPages } from './read-pages.js';

/** A webhook that GitHub sent or tried to send, as the App's list of deliveries tells it; it is kept for three days. */
export interface HookDelivery {
  /** Of this try. */
  readonly id: number;
  /** X-GitHub-Delivery, the same for all tries. */
  readonly guid: string;
  readonly event: string;
  /** Milliseconds since the epoch. */
  readonly deliveredAt: number;
}

export interface HookPayload {
  readonly guid: string;
  readonly event: string;
  /** Of unknown form until it is checked. */
  readonly payload: unknown;
}

/**
 * The webhooks since a time, the newest first. `appClient` has the rights of the App, not of an installation; `since`: milliseconds since
 * the epoch. `notRead`: what was left out, for people.
 */
export async function listHookDeliveries(
  appClient: GitHubClient,
  since: number,
): Promise<{ readonly deliveries: readonly HookDelivery[]; readonly notRead?: string | undefined }> {
  const { items, isCut } = await readPages(appClient, 'GET /app/hook/deliveries', {}, 'the list of deliveries', {
    itemsMax: limits.hookDeliveriesMax,
    isEnd: item => item.at('delivered_at').time() < since,
  });
  const deliveries = items.map(asDelivery);
  return {
    deliveries,
    notRead: isCut ? `only the newest ${deliveries.length} deliveries of webhooks were looked through` : undefined,
  };
}

function asDelivery(item: Answered): HookDelivery {
  return {
    id: item.at('id').number(),
    guid: item.at('guid').text(),
    event: item.at('event').text(),
    deliveredAt: item.at('delivered_at').time(),
  };
}

/** What a delivery brought; undefined where GitHub has it no more. */
export async function readHookDelivery(appClient: GitHubClient, id: number): Promise<HookPayload | undefined> {
  const data = await answerOf(appClient, 'GET /app/hook/deliveries/{delivery_id}', { delivery_id: id });
  if (data === undefined) return undefined;
  const delivery = new Answered(data, 'the delivery');
  return {
    guid: delivery.at('guid').text(),
    event: delivery.at('event').text(),
    payload: delivery.at('request', 'payload').value,
  };
}
