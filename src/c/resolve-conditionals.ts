import type { Token } from './tokenize.js';

/** Markers that stand in the token stream where the arms of an `#if` group begin and end. */
export const armStart = '#if';
export const armNext = '#else';
export const armEnd = '#endif';

interface Group {
  readonly arms: Token[][];
  readonly conditions: string[];
  /** Of the directives that open the arms. */
  readonly lines: number[];
}

/** Deeper nesting is read as plain text: the kernel nests six deep, and each level is copied once. */
const groupDepthMax = 40;

/**
 * Resolves conditional compilation as far as one reading of the code allows. Where every arm of a group is balanced in
 * itself, all arms stay, between markers, as alternatives that depend on the group's condition. Where an arm opens a brace that
 * another closes, only the first arm that can be compiled stays: an alternative would tear the structure apart.
 * All other directives are dropped. A hunk may begin inside of an arm: where that arm opens a brace that it does not close, nothing of
 * it fits to what follows (`#if 0` out of sight, as a rule), and it goes.
 */
export function resolveConditionals(tokens: readonly Token[]): Token[] {
  const out: Token[] = [];
  const groups: Group[] = [];
  let ignored = 0;
  // Brackets left open by the first tokens of `out`: counted as they come, since a hostile hunk is all `#endif`.
  let counted = 0;
  let open = 0;
  for (const token of tokens) {
    const group = groups.at(-1);
    const target = group?.arms.at(-1) ?? out;
    if (token.kind !== 'directive') {
      target.push(token);
      continue;
    }
    const [, word = '', rest = ''] = /^#\s*(\w*)\s*(.*)$/s.exec(token.text) ?? [];
    if (word === 'if' || word === 'ifdef' || word === 'ifndef') {
      if (groups.length >= groupDepthMax) ignored += 1;
      else groups.push({ arms: [[]], conditions: [conditionOf(word, rest)], lines: [token.line] });
    } else if (word === 'endif') {
      if (ignored > 0) ignored -= 1;
      else if (group) {
        groups.pop();
        closeGroup(group, token.line, groups.at(-1)?.arms.at(-1) ?? out);
      }
    } else if ((word === 'else' || word === 'elif') && group && ignored === 0) {
      group.arms.push([]);
      group.conditions.push(word === 'elif' ? conditionOf('if', rest) : '');
      group.lines.push(token.line);
    }
    const isArmFromBefore = group === undefined && ignored === 0 && /^e(?:lse|lif|ndif)$/.test(word);
    if (!isArmFromBefore) continue;
    for (; counted < out.length; counted += 1) open = countOpen(open, out[counted]);
    if (open > 0) {
      out.length = 0;
      counted = 0;
      open = 0;
    }
  }
  // A cut hunk may leave groups open: their arms are code all the same.
  const lastLine = tokens.at(-1)?.line ?? 0;
  for (let group = groups.pop(); group; group = groups.pop())
    closeGroup(group, lastLine, groups.at(-1)?.arms.at(-1) ?? out);
  return out;
}

function conditionOf(word: string, rest: string): string {
  const text = rest.replace(/\s+/g, ' ').trim();
  return word === 'ifdef' ? `defined ${text}` : word === 'ifndef' ? `!defined ${text}` : text;
}

function closeGroup(group: Group, endLine: number, target: Token[]): void {
  const live = group.arms
    .map((tokens, index) => ({
      tokens,
      condition: group.conditions[index] ?? '',
      line: group.lines[index] ?? endLine,
    }))
    .filter(arm => arm.condition !== '0');
  const first = live[0];
  if (!first) return;
  if (!live.every(arm => isBalanced(arm.tokens))) {
    append(target, first.tokens);
    return;
  }
  const isWhole = live.length === group.arms.length;
  live.forEach((arm, index) => {
    const marker = index === 0 ? armStart : armNext;
    target.push({ kind: 'directive', text: isWhole ? `${marker} ${arm.condition}` : marker, line: arm.line });
    append(target, arm.tokens);
  });
  target.push({ kind: 'directive', text: armEnd, line: endLine });
}

function append(target: Token[], tokens: readonly Token[]): void {
  for (const token of tokens) target.push(token);
}

/** What closes a bracket from before does not count. */
function countOpen(open: number, token: Token | undefined): number {
  if (token?.kind !== 'punct') return open;
  if (token.text === '{' || token.text === '(') return open + 1;
  return token.text === '}' || token.text === ')' ? Math.max(0, open - 1) : open;
}

function isBalanced(tokens: readonly Token[]): boolean {
  let braces = 0;
  let parens = 0;
  for (const { kind, text } of tokens) {
    if (kind !== 'punct') continue;
    if (text === '{') braces += 1;
    else if (text === '(') parens += 1;
    else if (text === '}') braces -= 1;
    else if (text === ')') parens -= 1;
    if (braces < 0 || parens < 0) return false;
  }
  return braces === 0 && parens === 0;
}
