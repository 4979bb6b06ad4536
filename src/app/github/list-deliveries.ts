import type { DeliveryState } from '../../domain/delivery.js';
import { OperationalError } from '../../domain/operational-error.js';
import {
  renderDelivery,
  renderDeliveryLine,
  renderDeliveryObject,
  renderDeliveryRow,
} from '../../render/deliveries.js';
import { findListedDelivery, findRepositoryId, listDeliveries } from '../../store/github/deliveries.js';
import type { ListView, ListWords } from '../list-view.js';
import { withStore } from '../with-store.js';

export interface DeliveriesRequest {
  readonly store?: string | undefined;
  /** `torvalds/linux`. */
  readonly repository?: string | undefined;
  readonly state?: DeliveryState | undefined;
  /** Of the one that is to be shown whole. */
  readonly key?: string | undefined;
}

/**
 * Prints what stands on GitHub, what is to stand there and why it does not, or one of these with its texts. `now`: milliseconds since the epoch.
 * Throws an OperationalError where the repository or the key is not known, and as `withStore`.
 */
export async function showDeliveries(
  { store, key, repository, state }: DeliveriesRequest,
  { format, screen }: ListView,
  { print }: Pick<ListWords, 'print'>,
  now: number,
): Promise<void> {
  await withStore(store, async ({ db }) => {
    if (key !== undefined) {
      const shown = await findListedDelivery(db, key);
      if (!shown) throw new OperationalError('no such delivery', key, 'see faultline deliveries for their keys');
      print(format === 'json' ? renderDeliveryObject(shown, now) : renderDelivery(shown, now, screen));
      return;
    }
    const repositoryId = repository === undefined ? undefined : await findRepositoryId(db, repository);
    if (repository !== undefined && repositoryId === undefined)
      throw new OperationalError(
        'no such repository',
        repository,
        'give owner/name of one on which the App is installed',
      );
    for await (const shown of listDeliveries(db, { repositoryId, state }))
      print(format === 'json' ? renderDeliveryLine(shown, now) : renderDeliveryRow(shown, now, screen));
  });
}
