import type { GitHubClient } from '../../reporters/github/github-client.js';
import { listHookDeliveries, readHookDelivery } from '../../reporters/github/read-hook-deliveries.js';
import { listInstallations } from '../../reporters/github/read-installations.js';
import { keepWebhooks, knownWebhookIds } from '../../store/github/webhooks.js';
import type { GitHubTools } from './github-tools.js';
import { readWebhook } from './read-webhook.js';

/** GitHub keeps the deliveries of webhooks for three days (https://docs.github.com/rest/apps/webhooks). */
const keptMs = 3 * 86_400_000;

/** Finds what was missed while nobody listened. */
export class MissedWebhooks {
  readonly #appClient: () => Promise<GitHubClient>;
  readonly #tools: Pick<GitHubTools, 'db' | 'log' | 'now'>;

  constructor(appClient: () => Promise<GitHubClient>, tools: Pick<GitHubTools, 'db' | 'log' | 'now'>) {
    this.#appClient = appClient;
    this.#tools = tools;
  }

  /** The installations of the App. Throws a GitHubRefusal. */
  async listInstallations(): Promise<readonly number[]> {
    return listInstallations(await this.#appClient());
  }

  /** Takes in those that GitHub has and the store has not. Throws a GitHubRefusal. */
  async fetch(): Promise<void> {
    const { db, log, now } = this.#tools;
    const client = await this.#appClient();
    const { deliveries, notRead } = await listHookDeliveries(client, now() - keptMs);
    if (notRead !== undefined) log.warn({ notRead }, 'not all deliveries of webhooks were looked through');
    const known = await knownWebhookIds(
      db,
      deliveries.map(({ guid }) => guid),
    );
    const missed = new Map(deliveries.filter(({ guid }) => !known.has(guid)).map(each => [each.guid, each] as const));
    // The oldest first, as they would have come.
    for (const { id } of [...missed.values()].reverse()) {
      const delivery = await readHookDelivery(client, id);
      if (delivery === undefined) continue;
      const { webhook } = readWebhook(delivery.guid, delivery.event, delivery.payload);
      await keepWebhooks(db, [webhook], now());
    }
    if (missed.size > 0) log.info({ webhooks: missed.size }, 'took in webhooks that were missed');
  }
}
