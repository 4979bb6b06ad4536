import type { MailSource } from '../../sources/mail-source.js';
import { openMailSource, type SourceOptions } from '../../sources/open-mail-source.js';

/**
 * Opens the sources at some locations for one piece of work, lets each begin what it can, and closes them behind it. Throws an
 * OperationalError where there is none.
 */
export async function withSources<Result>(
  locations: readonly string[],
  options: SourceOptions,
  work: (sources: readonly MailSource[]) => Promise<Result>,
): Promise<Result> {
  const sources: MailSource[] = [];
  try {
    for (const each of locations) {
      const source = await openMailSource(each, options);
      sources.push(source);
      await source.prepare?.();
    }
    return await work(sources);
  } finally {
    for (const source of sources) await source.close();
  }
}
