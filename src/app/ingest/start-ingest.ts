import type { IngestEnd, IngestRequest, IngestWords } from './ingest.js';
import { MailReader } from './mail-reader.js';

/** As `ingest`, which it gives the thread that reads: that one starts while this one loads the database, the largest part of all code. */
export async function startIngest(request: IngestRequest, words: IngestWords, signal: AbortSignal): Promise<IngestEnd> {
  const reader = new MailReader();
  try {
    const { ingest } = await import('./ingest.js');
    return await ingest(request, reader, words, signal);
  } finally {
    await reader.close();
  }
}
