import type { Remark } from '../../domain/remark.js';
import { dayWords } from '../dates.js';
import { markdownText } from '../escape-markdown.js';
import { count, cutTo } from '../layout.js';
import { firstLinesOf } from '../remark-groups.js';
import { quoteMarkdown } from '../remark-quote.js';
import { fitBlocks } from './fit-blocks.js';
import { markdownLink } from './links.js';
import { withoutAddresses } from './plain-text.js';

export interface RemarkSource {
  /** Who said it. */
  readonly speaker: string;
  /** When the mail was written, in milliseconds since the epoch. */
  readonly at: number | undefined;
  /** Of the mail in an archive. */
  readonly url: string;
}

/** The page wraps; a longer line is no line of prose. */
const columns = 1_000;
const nameColumnsMax = 60;
/** A review of more lines about one line of code is an essay: the mail is the place to read it. */
const linesMax = 40;

/** A review remark of the list on its line of a pull request: who said it, when, where, and the words as a quotation. */
export function renderRemarkComment(remark: Remark, { speaker, at, url }: RemarkSource): string {
  const name = withoutAddresses(speaker.slice(0, 4 * nameColumnsMax));
  const who = markdownText(cutTo(name, nameColumnsMax)) || 'Somebody';
  const day = at === undefined ? '' : ` on ${dayWords(at)}`;
  const lines = firstLinesOf(remark, columns, linesMax).map(withoutAddresses);
  return fitBlocks({
    head: [`**${who}** said${day} ${markdownLink('on the list', url)}:`],
    items: [quoteMarkdown('', lines)],
    tail: ['<sub>Brought here by Faultline, a program; the answer belongs on the list.</sub>'],
    leftOut: () => 'The words are too long to be shown here.',
  });
}

/** The body of a review that brings nothing but remarks of a list. */
export function renderRemarksReview(remarks: number): string {
  return `${count(remarks, 'remark')} of the list on ${remarks === 1 ? 'its line' : 'their lines'}.`;
}
