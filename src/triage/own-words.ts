import { limits } from '../domain/limits.js';
import type { Message } from '../domain/message.js';
import { remember } from '../domain/remember.js';
import { isPatchBreak } from '../mail/find-diff.js';
import { readQuotation } from '../mail/quotation.js';

/** What a mail says in its sender's own words. */
export interface OwnWords {
  /** One a line as it stands, without quotations, signature, and what stands below the beginning of a diff. */
  readonly lines: readonly string[];
  /** The prose of those lines, white space folded; a sentence does not run across an empty line or a trailer. What stands in double quotes is cut out, and addresses of pages are. */
  readonly sentences: readonly string[];
}

/** Reads the own words of a mail; bounded by `limits.ownLinesMax`. */
export const readOwnWords: (message: Message) => OwnWords = remember(message => {
  const lines = ownLinesOf(message);
  return { lines, sentences: paragraphsOf(lines).flatMap(cutSentences) };
});

function ownLinesOf(message: Message): readonly string[] {
  const own: string[] = [];
  const read = readQuotation(message.body, message.form);
  for (const [index, { depth, role, text }] of read.entries()) {
    if (depth > 0) {
      // A quotation parts what stands above it from what stands below.
      if (own.at(-1) !== '') own.push('');
      continue;
    }
    const below = read.slice(index + 1, index + 1 + headLinesMax);
    if (isPatchBreak(text) || own.length >= limits.ownLinesMax) break;
    if (
      startsForwardedHead(
        text,
        below.map(line => line.text),
      )
    )
      break;
    if (role === 'text') own.push(text.slice(0, limits.headerCharsMax));
  }
  return own;
}

/** Lines of a head that some clients put above a mail that they quote without any mark: what follows is somebody else's. */
const headLinesMax = 5;
const fromField = /^\s*\*?(?:from|von|de|发件人|寄件者)\*?\s*[:：]/iu;
const otherField = /^\s*\*?(?:to|sent|date|subject|an|gesendet|betreff|收件人|发送时间|发送日期|主题)\*?\s*[:：]/iu;

function startsForwardedHead(line: string, below: readonly string[]): boolean {
  return fromField.test(line) && below.filter(each => otherField.test(each)).length >= 2;
}

const trailer = /^[A-Za-z][A-Za-z-]{1,39}:\s/;

function paragraphsOf(lines: readonly string[]): readonly string[] {
  const paragraphs: string[] = [];
  let words: string[] = [];
  const close = (): void => {
    if (words.length > 0) paragraphs.push(words.join(' '));
    words = [];
  };
  for (const line of lines) {
    const text = line.replace(/\s+/g, ' ').trim();
    if (text === '') close();
    else if (trailer.test(text)) {
      close();
      paragraphs.push(text);
    } else words.push(text);
  }
  close();
  return paragraphs;
}

function cutSentences(paragraph: string): readonly string[] {
  if (trailer.test(paragraph)) return [paragraph];
  return paragraph
    .replace(/https?:\/\/\S+/g, '')
    .replace(/"[^"]*"|“[^”]*”/g, '""')
    .split(/(?<=[.!?;])\s+(?=\S)/)
    .map(sentence => sentence.trim())
    .filter(sentence => sentence !== '');
}
