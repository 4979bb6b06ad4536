import { OperationalError } from '../domain/operational-error.js';

/** What people can do about it, by the code that SQLite, PostgreSQL or the system gives. */
const remedies: readonly (readonly [RegExp, string, string])[] = [
  [/^SQLITE_BUSY|^SQLITE_LOCKED/, 'the store is locked', 'another process writes to it; try again when it is done'],
  [/^SQLITE_FULL$|^ENOSPC$|^53100$/, 'the disk is full', 'make room and start again; nothing that was taken is lost'],
  [
    /^SQLITE_READONLY|^SQLITE_CANTOPEN|^EACCES$|^EPERM$|^EROFS$/,
    'the store cannot be written',
    'check who may write there',
  ],
  [
    /^SQLITE_CORRUPT|^SQLITE_NOTADB/,
    'the store is damaged',
    'bring back a copy of it, or move it away and take the mails in anew',
  ],
  [/^SQLITE_IOERR/, 'the disk fails', 'check the disk and start again; nothing that was taken is lost'],
  [/^ENOTDIR$|^EEXIST$/, 'the store is no directory', 'give a directory for it'],
  [/^28P01$|^28000$/, 'the database refuses the user or the password', 'check DATABASE_URL'],
  [/^3D000$/, 'there is no such database', 'create it, or check DATABASE_URL'],
  [
    /^ECONNREFUSED$|^ENOTFOUND$|^ETIMEDOUT$|^57P0\d$|^08/,
    'the database cannot be reached',
    'check that it runs, and DATABASE_URL',
  ],
];

/**
 * Trouble of the store as one line for people. What is no trouble of disk, database or network comes back as it was: that is a bug.
 * `name`: of the store, without a password.
 */
export function describeTrouble(error: unknown, name: string): unknown {
  const code = codeOf(error);
  const known = remedies.find(([pattern]) => code !== undefined && pattern.test(code));
  return known ? new OperationalError(known[1], name, known[2], error) : error;
}

/** The code that SQLite, PostgreSQL or the system gives to an error; undefined where it is none of theirs. */
export function codeOf(error: unknown): string | undefined {
  const isCoded = typeof error === 'object' && error !== null && 'code' in error;
  return isCoded && typeof error.code === 'string' ? error.code : undefined;
}
