/**
 * The name of the function or macro in which a line of kernel-style code stands, found by the column of its braces alone: a second opinion
 * on what src/c says. Undefined outside of both.
 */
export function enclosingFunction(code: string, line: number): string | undefined {
  const lines = code.split('\n');
  // A macro ends with the first line that does not go on in the next.
  const last = lines.slice(0, line - 1).findLastIndex(text => !text.endsWith('\\'));
  const [, macro] = /^#define (\w+)/.exec(lines[last + 1] ?? '') ?? [];
  if (macro !== undefined) return macro;
  const brace = lines.slice(0, line - 1).findLastIndex(text => /^[{}]|^\w.*\) \{$/.test(text));
  return lines[brace]?.startsWith('}') ? undefined : nameInHead(lines.slice(0, brace + 1));
}

function nameInHead(above: readonly string[]): string | undefined {
  const head = above.findLast(text => /^\w.*\(/.test(text) && !/^__\w+\(/.test(text));
  const [, name = '', first = ''] = /(\w+)\((\w*)/.exec(head ?? '') ?? [];
  // SYSCALL_DEFINE3(read, …) names the function in its first argument.
  return /^[A-Z0-9_]+$/.test(name) ? first : name;
}
