import type { MailSource } from '../../sources/mail-source.js';
import { isUntouched } from '../../store/store-address.js';
import { findCloneDirectory, findStoreLocation } from '../store-location.js';
import type { EarlyReading } from './early-reading.js';
import type { IngestEnd, IngestRequest, IngestWords } from './ingest.js';
import { MailReader } from './mail-reader.js';

/** What is asked of `startIngest`. */
export interface StartRequest extends IngestRequest {
  /** At least one: see `openMailSource`. */
  readonly locations: readonly string[];
  readonly store?: string | undefined;
}

/**
 * As `ingest`, whose thread and sources begin before the database is loaded, the largest part of all code: so all have something to do.
 */
export async function startIngest(
  { locations, store, ...request }: StartRequest,
  words: IngestWords,
  signal: AbortSignal,
): Promise<IngestEnd> {
  const location = findStoreLocation(store);
  const reader = new MailReader();
  try {
    const { withSources } = await import('./with-sources.js');
    return await withSources(locations, { cloneFolder: findCloneDirectory(location) }, async sources => {
      const early = await beginEarly(location, sources, reader, signal);
      try {
        const { ingest } = await import('./ingest.js');
        return await ingest(location, { reader, sources, early }, request, words, signal);
      } finally {
        await early?.close();
      }
    });
  } finally {
    await reader.close();
  }
}

/** Of the first source, where that is one which begins at once; undefined where it may have been read before. */
export async function beginEarly(
  location: string,
  [source]: readonly MailSource[],
  reader: MailReader,
  signal: AbortSignal,
): Promise<EarlyReading | undefined> {
  if (source?.prepare === undefined || !isUntouched(location)) return undefined;
  const { EarlyReading } = await import('./early-reading.js');
  const early = new EarlyReading(source, reader, signal);
  await early.begun();
  return early;
}
