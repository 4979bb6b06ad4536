/**
 * Where the directive that begins at `start` ends, continuation lines included: at its line end, or at a comment that opens on its last
 * line and may run on.
 */
export function directiveEnd(text: string, start: number): number {
  let end = text.indexOf('\n', start);
  while (end > 0 && isContinued(text, end)) end = text.indexOf('\n', end + 1);
  const stop = end < 0 ? text.length : end;
  const comment = text.slice(start, stop).indexOf('/*');
  return comment < 0 ? stop : start + comment;
}

/** `ifdef` of `#  ifdef CONFIG_A`; empty for a lone `#`. */
export function directiveWord(directive: string): string {
  return /^#\s*(\w*)/.exec(directive)?.[1] ?? '';
}

/** Whether the line that ends at `end` goes on in the next one. */
function isContinued(text: string, end: number): boolean {
  return text[text[end - 1] === '\r' ? end - 2 : end - 1] === '\\';
}
