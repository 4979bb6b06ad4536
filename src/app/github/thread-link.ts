import type { Series } from '../../domain/series.js';
import type { ThreadLink } from '../../domain/verdict.js';
import type { WebAddresses } from './github-tools.js';

/** Where people read the thread of a series. A Message-ID is a part of the path there (https://public-inbox.org/design_www.html). */
export function linkThread({ id, title }: Pick<Series, 'id' | 'title'>, { archive }: WebAddresses): ThreadLink {
  return { title, url: linkMail(id, archive) };
}

/** `archive`: as in WebAddresses. */
export function linkMail(messageId: string, archive: string): string {
  return `${archive}/${encodeURIComponent(messageId).replaceAll('%40', '@')}/`;
}
