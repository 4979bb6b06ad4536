import type { Location } from '../../domain/finding.js';
import type { LinkPlace } from '../finding-markdown.js';

/** The address of a place in the code, for ever; undefined where the repository has not got that blob. */
export type PermalinkOf = (location: Location) => string | undefined;

/** Longer addresses are made to do harm: a Message-ID has some fifty characters. */
const urlCharsMax = 2_000;

/** Words, markdown already, as a link; the words alone where the address is none of the web. */
export function markdownLink(words: string, url: string | undefined): string {
  if (url === undefined || url.length > urlCharsMax || !/^https?:\/\/[^/]/.test(url)) return words;
  // What could end the address early, in any renderer; what is encoded already stays as it is.
  const safe = url.replace(/\p{Cs}/gu, '').replace(/[^\w.~:/?#@!$&+,;=%-]/gu, encodeOne);
  return `[${words}](${safe})`;
}

/** encodeURIComponent() leaves the marks of RFC 2396 as they are: brackets are among them. */
function encodeOne(character: string): string {
  const encoded = encodeURIComponent(character);
  return encoded === character ? `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}` : encoded;
}

export function linkPlaces(permalinkOf: PermalinkOf | undefined): LinkPlace {
  return (words, location) => markdownLink(words, permalinkOf?.(location));
}
