import { safeCodeWithTabs, safeLine } from './escape.js';

// A zero width space as an entity: it breaks a mention, a reference or a link for GitHub, which looks for them in the
// rendered text, so that a backslash would not help. The same device as Renovate's.
const gap = '&#8203;';

/** What GitHub makes a link to a commit, full or abbreviated; in code it does not. */
const commitId = '(?<!\\w)[0-9a-f]{7,}(?!\\w)';
const functionName = '(?:->|\\.)?(?<!\\w)[a-z_]\\w*\\(\\)';
const codeInText = new RegExp(`(${commitId})`, 'i');
const codeInProse = new RegExp(`(${functionName}|${commitId})`, 'i');

/**
 * Prose of strangers inside markdown: one line that shows the text and does nothing else. No HTML, no emphasis, no
 * link, no mention of a person, no reference to an issue or a commit, no emoji, no formula.
 */
export function markdownText(text: string): string {
  return withCode(text, codeInText);
}

/** Our own prose about a stranger's code: as markdownText(), and names of functions, also of those called through a member, as code. */
export function markdownProse(text: string): string {
  return withCode(text, codeInProse);
}

function withCode(text: string, code: RegExp): string {
  const parts = safeLine(text).split(code);
  return parts
    .map((part, index) => {
      if (index % 2 === 1) return codeSpan(part);
      // Two code spans side by side would be one.
      return part === '' && index > 0 && index < parts.length - 1 ? gap : markdownPart(part);
    })
    .join('');
}

function markdownPart(text: string): string {
  return (
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replace(/[\\`*[\]~]|(?<![a-z\d])_|_(?![a-z\d])/gi, '\\$&')
      .replace(/^[-+=/]/, '\\$&')
      .replace(/^(\d+)([.)])/, '$1\\$2')
      .replace(/[#\uFF03@\uFF20]/g, `$&${gap}`)
      .replaceAll('://', `:${gap}//`)
      .replace(/:(?=[\w+-]{1,50}:)/g, `:${gap}`)
      // Also behind a letter or an underscore: the rules of what may stand before such a link have changed more than once.
      .replace(/(www)\./gi, `$1${gap}.`)
      .replace(/(GH)-(?=\d)/gi, `$1${gap}-`)
      .replace(/(mailto|xmpp):/gi, `$1${gap}:`)
      // A bar ends a cell of a table, whatever stands before it.
      .replaceAll('|', '&#124;')
      // As GitHub's manual asks for: a backslash does not keep two of them from being a formula.
      .replaceAll('$', '<span>$</span>')
  );
}

/** A code span that its content cannot close: CommonMark 6.1. */
export function codeSpan(text: string): string {
  const content = withoutMarker(safeLine(text));
  if (content === '') {
    return '';
  }
  const fence = '`'.repeat(longestRun(content, '`') + 1);
  const pad = content.startsWith('`') || content.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${content}${pad}${fence}`;
}

/** A code span inside a table, where a bar ends the cell before it is known to be code. */
export function codeInCell(text: string): string {
  return text.includes('|') ? `<code>${markdownText(text)}</code>` : codeSpan(text);
}

/** A fenced block whose fence is longer than any run of backticks inside: no content can close it. */
export function codeBlock(lines: readonly string[], language: string): string {
  const safe = lines.map(line => withoutMarker(safeCodeWithTabs(line)));
  const longest = safe.reduce((most, line) => Math.max(most, longestRun(line, '`')), 2);
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, ...safe, fence].join('\n');
}

/** The hidden line by which a post of ours is known on GitHub stands nowhere else. */
function withoutMarker(code: string): string {
  return code.replace(/<!--(?=\s*faultline:)/gi, '<!<U+002D>-');
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
