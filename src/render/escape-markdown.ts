import { safeCodeWithTabs, safeLine } from './escape.js';

// A zero width space as an entity: it breaks a mention, a reference or a link for GitHub, which looks for them in the
// rendered text, so that a backslash would not help. The same device as Renovate's.
const gap = '&#8203;';

/**
 * Prose of strangers inside markdown: one line that shows the text and does nothing else. No HTML, no emphasis, no
 * link, no mention of a person, no reference to an issue.
 */
export function markdownText(text: string): string {
  return markdownPart(safeLine(text));
}

function markdownPart(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*[\]|~$]|(?<!\w)_|_(?!\w)/g, '\\$&')
    .replace(/^[-+=]/, '\\$&')
    .replace(/^(\d+)([.)])/, '$1\\$2')
    .replaceAll('#', `#${gap}`)
    .replaceAll('@', `@${gap}`)
    .replaceAll('://', `:${gap}//`)
    .replace(/\b(www)\./gi, `$1${gap}.`)
    .replace(/\b(GH)-(?=\d)/gi, `$1${gap}-`)
    .replace(/\b(mailto|xmpp):/gi, `$1${gap}:`);
}

/** Our own prose about a stranger's code: as markdownText(), and names of functions, also of those called through a member, as code. */
export function markdownProse(text: string): string {
  return safeLine(text)
    .split(/((?:->|\.)?(?<!\w)[A-Za-z_]\w*\(\))/)
    .map((part, index) => (index % 2 === 1 ? codeSpan(part) : markdownPart(part)))
    .join('');
}

/** A code span that its content cannot close: CommonMark 6.1. */
export function codeSpan(text: string): string {
  const content = safeLine(text);
  if (content === '') {
    return '';
  }
  const fence = '`'.repeat(longestRun(content, '`') + 1);
  const pad = content.startsWith('`') || content.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${content}${pad}${fence}`;
}

/** A fenced block whose fence is longer than any run of backticks inside: no content can close it. */
export function codeBlock(lines: readonly string[], language: string): string {
  const safe = lines.map(safeCodeWithTabs);
  const longest = safe.reduce((most, line) => Math.max(most, longestRun(line, '`')), 2);
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, ...safe, fence].join('\n');
}

function longestRun(text: string, character: string): number {
  let longest = 0;
  let run = 0;
  for (const each of text) {
    run = each === character ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}
