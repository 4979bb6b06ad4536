import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { Store } from '../../src/store/store.js';
import { startPostgres, type TestPostgres } from './postgres.js';
import { makeTemporaryDirectory } from './temporary.js';

/** For `describe.each`: a kind of database, and how an empty store is made in it. Stores are closed when the test file has run. */
export function bothDatabases(): readonly { readonly kind: string; readonly makeStore: () => Promise<Store> }[] {
  const root = makeTemporaryDirectory();
  const stores: Store[] = [];
  let postgres: TestPostgres | undefined;
  beforeAll(async () => {
    postgres = await startPostgres();
  }, 60_000);
  afterAll(async () => {
    for (const store of stores) await store.close();
    await postgres?.stop();
  });
  const make = async (place: (name: string) => Promise<string>): Promise<Store> => {
    const store = await Store.open(await place(`store${stores.length + 1}`), { mayMake: true });
    stores.push(store);
    return store;
  };
  return [
    { kind: 'SQLite', makeStore: () => make(async name => join(root, name)) },
    { kind: 'PostgreSQL', makeStore: () => make(async name => (await postgres?.makeDatabase(name)) ?? '') },
  ];
}
