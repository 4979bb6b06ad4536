import { existsSync } from 'node:fs';
import { join } from 'node:path';

// Apart from the databases, which take long to load.

/** Whether a location is a PostgreSQL database, and not a directory. */
export function isPostgresAddress(location: string): boolean {
  return /^postgres(?:ql)?:\/\//.test(location);
}

/** The file of the database in a directory. */
export function databaseFileOf(directory: string): string {
  return join(directory, 'faultline.sqlite');
}

/** Whether nothing can have been kept at a location. Of PostgreSQL only the server knows. */
export function isUntouched(location: string): boolean {
  return !isPostgresAddress(location) && !existsSync(databaseFileOf(location));
}
