import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { isPostgresAddress } from '../store/open-database.js';
import { Store } from '../store/store.js';

/**
 * Where the store is: as asked, else as FAULTLINE_STORE or DATABASE_URL say, else as it is configured, else where the system keeps what
 * programs gather (XDG Base Directory Specification). A directory, or the address of a PostgreSQL database.
 */
export function findStoreLocation(asked: string | undefined, configured?: string | undefined): string {
  const { FAULTLINE_STORE, DATABASE_URL } = process.env;
  const named = [asked, FAULTLINE_STORE, DATABASE_URL, configured].find(each => each !== undefined && each !== '');
  if (named === undefined) return dataDirectory();
  return isPostgresAddress(named) ? named : resolve(named);
}

/** Where the clones of remote archives are kept: in the store, or beside where it would be. */
export function findCloneDirectory(location: string): string {
  return join(isPostgresAddress(location) ? dataDirectory() : location, 'clones');
}

function dataDirectory(): string {
  return join(process.env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'faultline');
}

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
