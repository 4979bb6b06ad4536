import { resolve } from 'node:path';
import * as v from 'valibot';
import type { ServerSettings } from '../../domain/server-settings.js';
import { isPostgresAddress } from '../../store/store-address.js';
import { quietMinutesDefault } from '../awaited-series.js';
import { makeMirrorSettings, mirrorSchema } from './mirror-schema.js';
import { freeMapping, list, mapping, onceInAnyCase, text, wholeNumber } from './schema-parts.js';
import { hasPassword } from './secrets.js';

const source = v.pipe(
  text('the location of a list'),
  v.check(each => !hasPassword(each), 'an address without a password: set FAULTLINE_IMAP_PASSWORD in the environment'),
  v.check(each => each !== '-', 'an address or a path: a server has no standard input'),
);

const storeLocation = v.pipe(
  text('a directory, or the address of a PostgreSQL database'),
  v.check(each => !hasPassword(each), 'an address without a password: set DATABASE_URL in the environment instead'),
);

/** A mirror without a word of its own has all that a mirror gets by default. */
const mirrorOrNothing = v.pipe(
  v.unknown(),
  v.transform(value => value ?? {}),
  mirrorSchema,
);

const directories = freeMapping('a mapping of owner/name to directories', faultOfName, text('a directory'));
const entries = freeMapping('a mapping of owner/name to settings', faultOfName, mirrorOrNothing);

/** The server's configuration as it is written. */
export const serverSchema = mapping({
  sources: v.optional(list('a list of locations, as faultline ingest takes them', source)),
  store: v.optional(storeLocation),
  'quiet-minutes': v.optional(wholeNumber(0, 10_080)),
  mirrors: v.optional(v.pipe(directories, onceInAnyCase('each repository once, in capitals or not'))),
  repositories: v.optional(v.pipe(entries, onceInAnyCase('each repository once, in capitals or not'))),
  defaults: v.optional(mirrorSchema),
});

export type WrittenServer = v.InferOutput<typeof serverSchema>;

/** The settings of a server; paths are taken from the folder of the file. */
export function makeServerSettings(written: WrittenServer, folder: string): ServerSettings {
  const { sources = [], store, mirrors = {}, repositories = {}, defaults } = written;
  const settle = (location: string): string => (isAddress(location) ? location : resolve(folder, location));
  return {
    sources: sources.map(settle),
    store: store === undefined || isPostgresAddress(store) ? store : resolve(folder, store),
    quietMinutes: written['quiet-minutes'] ?? quietMinutesDefault,
    mirrors: new Map(Object.entries(mirrors).map(([name, path]) => [name.toLowerCase(), resolve(folder, path)])),
    repositories: new Map(
      Object.entries(repositories).map(([name, own]) => [name.toLowerCase(), makeMirrorSettings(own, defaults)]),
    ),
  };
}

function isAddress(location: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(location);
}

function faultOfName(name: string): string | undefined {
  return /^[\w-]{1,100}\/[\w.-]{1,100}$/.test(name) ? undefined : 'owner/name, such as torvalds/linux';
}
