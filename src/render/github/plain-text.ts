import { safeLine } from '../escape.js';
import { cutToChars } from '../layout.js';

/** A zero width space: GitHub links what it knows also in some places that take no markdown. */
const gap = '\u200b';
/** Longer than any text that is cut below: what lies behind it need not be looked at. */
const readCharsMax = 20_000;

/**
 * Text of strangers where GitHub renders no markdown (titles, annotations): one line without a mention, a reference or
 * a link, of at most so many characters. Addresses are shortened.
 */
export function plainText(text: string, charsMax: number): string {
  const line = withoutAddresses(safeLine(text.slice(0, readCharsMax)))
    // GitHub sets what stands between backticks in a title as code, and makes emoji of their names.
    .replaceAll('`', "'")
    .replace(/[#\uFF03@\uFF20]/g, `$&${gap}`)
    .replaceAll('://', `:${gap}//`)
    .replace(/:(?=[\w+-]{1,50}:)/g, `:${gap}`)
    .replace(/(GH)-(?=\d)/gi, `$1${gap}-`)
    .replace(/(www)\./gi, `$1${gap}.`)
    .replace(/(mailto|xmpp):/gi, `$1${gap}:`)
    .replace(/<!--/g, `<!${gap}--`);
  return cutToChars(line, charsMax);
}

/** `ada@…` for `ada@example.com`: a page that anyone may read gives no mail address away. */
export function withoutAddresses(text: string): string {
  return text.replace(/([\w.+-]{1,64})@[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){1,8}/gi, '$1@…');
}
