import { markdownText } from './escape-markdown.js';

/**
 * Lines of somebody's text as a quotation of markdown that keeps them (a backslash at the end breaks one: CommonMark
 * 6.7) and their indentation. `head`: who said it, markdown already; before a single line, above several.
 */
export function quoteMarkdown(head: string, lines: readonly string[]): string {
  const shown = lines.map(line => {
    const indent = line.length - line.trimStart().length;
    return `${'&nbsp;'.repeat(indent)}${markdownText(line)}`;
  });
  const [only] = shown;
  const all = head === '' ? shown : shown.length === 1 ? [`${head} ${only}`] : [head, ...shown];
  return all.map((line, index) => `> ${line}${index < all.length - 1 ? '\\' : ''}`).join('\n');
}
