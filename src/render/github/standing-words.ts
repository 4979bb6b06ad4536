import type { Standing } from '../../domain/verdict.js';
import { codeInCell, codeSpan, markdownText } from '../escape-markdown.js';
import { cutTo } from '../layout.js';
import { withoutAddresses } from './plain-text.js';

const loginColumnsMax = 40;
const reasonColumnsMax = 500;

/** `open`, `fixed in v2`, `dismissed by ada`: markdown, also for a cell of a table. */
export function standingWord(standing: Standing): string {
  if (standing.kind === 'open') return 'open';
  if (standing.kind === 'fixed') return `fixed in ${whereWords(standing.where)}`;
  return `dismissed by ${codeInCell(cutTo(standing.by, loginColumnsMax))}`;
}

/** Who dismissed it and why. */
export function dismissalWords({ by, reason }: { readonly by: string; readonly reason: string }): string {
  const why = markdownText(cutTo(withoutAddresses(reason.slice(0, 4 * reasonColumnsMax)), reasonColumnsMax));
  return `by ${codeSpan(cutTo(by, loginColumnsMax))}${why === '' ? '' : `: ${why}`}`;
}

/** A commit as GitHub makes it a link by itself, anything else as text. */
export function whereWords(where: string): string {
  return /^[0-9a-f]{12,64}$/.test(where) ? where.slice(0, 12) : markdownText(cutTo(where, loginColumnsMax));
}
