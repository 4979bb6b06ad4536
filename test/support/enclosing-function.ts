/**
 * The name of the function in which a line of kernel-style code stands, found by the column of its braces alone: a second opinion
 * on what src/c says. Undefined outside of functions; a line that defines a macro stands in that.
 */
export function enclosingFunction(code: string, line: number): string | undefined {
  const lines = code.split('\n');
  const [, macro] = /^#define (\w+)\(/.exec(lines[line - 1] ?? '') ?? [];
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
