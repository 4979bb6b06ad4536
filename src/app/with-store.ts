import { Store } from '../store/store.js';
import { findStoreLocation } from './store-location.js';

/** Opens the store for one piece of work and closes it behind it. Throws an OperationalError where there is none, or it cannot be opened. */
export async function withStore<Result>(
  asked: string | undefined,
  work: (store: Store) => Promise<Result>,
): Promise<Result> {
  const store = await Store.open(findStoreLocation(asked));
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
