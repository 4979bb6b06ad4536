import { findCloneDirectory, findStoreLocation } from '../store-location.js';
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
      const { ingest } = await import('./ingest.js');
      return await ingest(location, { reader, sources }, request, words, signal);
    });
  } finally {
    await reader.close();
  }
}
