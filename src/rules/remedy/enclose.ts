import type { LaidBody, LaidPlace, LaidStatement, Layout } from '../../c/layout.js';
import type { LineEdit } from '../../domain/remedy.js';
import type { CodeText } from '../../domain/source.js';

/** A function's new code, laid out. */
export interface LaidCode {
  readonly code: CodeText;
  readonly layout: Layout;
  /** It begins and ends where a hunk does. */
  readonly isCutOut: boolean;
}

/** Consecutive statements of one list. */
export interface Run {
  readonly place: LaidPlace;
  readonly from: number;
  readonly to: number;
}

/** Lines to put around a run, relative to its indentation. */
export interface Wrapping {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/**
 * Puts lines before and behind a run of statements. Undefined where control may enter or leave the run but at its ends, where it holds
 * the declarations of its block and nothing else, or where a statement shares its lines with others.
 * `isBehind`: the lines go right behind the statement above the run, and right before the one below it.
 */
export function encloseRun(
  laid: LaidCode,
  run: Run,
  wrapping: Wrapping,
  isBehind: boolean,
): readonly LineEdit[] | undefined {
  const { statements, isBraced } = run.place.body;
  const from = isBraced ? Math.max(run.from, firstBehindDeclarations(run.place.body)) : run.from;
  const [first, last] = [statements[from], statements[run.to]];
  if (!first || !last || from > run.to) return undefined;
  // What stands first or last in sight may belong to an `if` or an `else` that does not.
  if (laid.isCutOut && (first.first === 0 || last.last >= laid.layout.tokens.length - 1)) return undefined;
  const inner = statements.slice(from, run.to + 1);
  if (!isFree(inner) || !hasClosedDirectives(laid, first, last)) return undefined;
  if (!beginsItsLine(laid, first) || !endsItsLine(laid, last)) return undefined;
  if (!isBraced) return encloseInBraces(laid, run.place, first, last, wrapping);
  const above = statements[from - 1];
  const below = statements[run.to + 1];
  const head = putBefore(laid, first, above, isBehind, wrapping.before);
  const tail =
    isBehind && below && beginsItsLine(laid, below)
      ? insertion(laid, firstLineOf(laid, below), firstLineOf(laid, below), wrapping.after)
      : insertion(laid, lastLineOf(laid, last) + 1, firstLineOf(laid, last), wrapping.after);
  return head && tail && head.firstLine <= tail.firstLine ? [head, tail] : undefined;
}

/** Puts lines right behind a statement of a block, behind the declarations where it is one. Undefined where there is no room for them. */
export function putBehind(laid: LaidCode, { body, index }: LaidPlace, lines: readonly string[]): LineEdit | undefined {
  const next = Math.max(index + 1, firstBehindDeclarations(body));
  const [above, below] = [body.statements[next - 1], body.statements[next]];
  if (!body.isBraced || !above || !below || above.kind === 'unclear' || !beginsItsLine(laid, below)) return undefined;
  return putBefore(laid, below, above, true, lines);
}

/** Puts lines right before a statement of a block. Undefined where it is the only one of an `if` without braces, or shares its line. */
export function putAbove(laid: LaidCode, { body, index }: LaidPlace, lines: readonly string[]): LineEdit | undefined {
  const statement = body.statements[index];
  if (!statement || !body.isBraced || statement.kind === 'unclear' || !beginsItsLine(laid, statement)) return undefined;
  return insertion(laid, firstLineOf(laid, statement), firstLineOf(laid, statement), lines);
}

/** Whether no jump leaves the statements and no label lets anything in. */
export function isFree(statements: readonly LaidStatement[], isInLoop = false, isInSwitch = false): boolean {
  return statements.every(({ kind, word, bodies }) => {
    if (kind === 'jump') return (word === 'break' && (isInLoop || isInSwitch)) || (word === 'continue' && isInLoop);
    if (kind === 'unclear') return false;
    if (kind === 'label') return isInSwitch && (word === 'case' || word === 'default');
    const isLoop = kind === 'compound' && word !== 'if' && word !== 'switch' && word !== '{' && word !== 'else';
    return bodies.every(body => isFree(body.statements, isInLoop || isLoop, isInSwitch || word === 'switch'));
  });
}

export function firstLineOf({ layout }: LaidCode, statement: LaidStatement): number {
  return layout.tokens[statement.first]?.line ?? 0;
}

export function lastLineOf({ layout }: LaidCode, statement: LaidStatement): number {
  const token = layout.tokens[statement.last];
  // A directive goes on over its continuation lines; what stands there is never the end of a run.
  return token?.line ?? 0;
}

/** Whether a statement's first line holds nothing before it. */
export function beginsItsLine(laid: LaidCode, statement: LaidStatement): boolean {
  const token = laid.layout.tokens[statement.first];
  return token !== undefined && textOf(laid.code, token.line).trimStart().startsWith(token.text);
}

/** Whether a statement's last line holds nothing behind it but a comment that ends there. */
export function endsItsLine(laid: LaidCode, statement: LaidStatement): boolean {
  const { tokens } = laid.layout;
  const [token, next] = [tokens[statement.last], tokens[statement.last + 1]];
  if (!token || next?.line === token.line || token.kind === 'directive' || !/^[;})]$/.test(token.text)) return false;
  const text = textOf(laid.code, token.line);
  return text.lastIndexOf('/*') <= text.lastIndexOf('*/') && !/\\\r?$/.test(text);
}

/** The first index behind the declarations with which a block begins. */
function firstBehindDeclarations({ statements }: LaidBody): number {
  let behind = 0;
  for (const [index, { kind }] of statements.entries()) {
    if (kind === 'declaration') behind = index + 1;
    else if (kind !== 'directive') break;
  }
  return behind;
}

function hasClosedDirectives({ layout }: LaidCode, first: LaidStatement, last: LaidStatement): boolean {
  let depth = 0;
  for (const { kind, text } of layout.tokens.slice(first.first, last.last + 1)) {
    if (kind !== 'directive') continue;
    if (/^#\s*if/.test(text)) depth += 1;
    else if (depth === 0) return false;
    else if (/^#\s*endif/.test(text)) depth -= 1;
  }
  return depth === 0;
}

/** Before `first`; behind what stands above it where that is wanted or a declaration, which keeps its blank line. */
function putBefore(
  laid: LaidCode,
  first: LaidStatement,
  above: LaidStatement | undefined,
  isBehind: boolean,
  lines: readonly string[],
): LineEdit | undefined {
  const line = firstLineOf(laid, first);
  const isDeclared = above?.kind === 'declaration';
  if (!above || above.kind === 'directive' || !(isBehind || isDeclared)) return insertion(laid, line, line, lines);
  if (!endsItsLine(laid, above)) return undefined;
  const behind = lastLineOf(laid, above) + 1;
  if (!isDeclared) return insertion(laid, behind, line, lines);
  const isBlank = textOf(laid.code, behind).trim() === '';
  return isBlank ? insertion(laid, behind + 1, line, lines) : insertion(laid, behind, line, ['', ...lines]);
}

/** The only statement of an `if` without else, or of a loop, gets braces. */
function encloseInBraces(
  laid: LaidCode,
  { owner }: LaidPlace,
  first: LaidStatement,
  last: LaidStatement,
  { before, after }: Wrapping,
): readonly LineEdit[] | undefined {
  const { tokens } = laid.layout;
  const head = tokens[first.first - 1];
  if (owner?.bodies.length !== 1 || !head || !/^(?:if|for|while)$/.test(owner.word)) return undefined;
  const text = textOf(laid.code, head.line);
  const [, code = '', end = ''] = /^(.*?)(\r?)$/.exec(text) ?? [];
  if (head.text !== ')' || !code.endsWith(')') || head.line >= firstLineOf(laid, first)) return undefined;
  if (!beginsItsLine(laid, owner)) return undefined;
  const [start, stop] = [firstLineOf(laid, first), lastLineOf(laid, last)];
  const headEdit = { firstLine: head.line, lastLine: head.line, lines: [`${code} {${end}`] };
  const open = insertion(laid, start, start, before);
  const close = insertion(laid, stop + 1, start, after);
  const brace = insertion(laid, stop + 1, firstLineOf(laid, owner), ['}']);
  return [headEdit, open, { ...close, lines: [...close.lines, ...brace.lines] }];
}

/** Lines before the line `at`, indented as the line `like`. */
function insertion({ code }: LaidCode, at: number, like: number, lines: readonly string[]): LineEdit {
  const text = textOf(code, like);
  const [indent = ''] = /^[ \t]*/.exec(text) ?? [];
  const end = text.endsWith('\r') ? '\r' : '';
  return { firstLine: at, lastLine: at - 1, lines: lines.map(line => (line === '' ? end : `${indent}${line}${end}`)) };
}

function textOf(code: CodeText, line: number): string {
  return code.lines[line - code.firstLine] ?? '';
}
