import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { isPostgresAddress } from '../store/store-address.js';

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
