import { indexAtDepthZero } from '../../c/brackets.js';
import { findPlaces } from '../../c/layout.js';
import type { LineEdit } from '../../domain/remedy.js';
import { beginsItsLine, endsItsLine, firstLineOf, type LaidCode, lastLineOf, type Wrapping } from './enclose.js';

/**
 * Takes a declaration whose initialiser has to be enclosed apart: `int err = get(…);` becomes `int err;` and, behind the
 * declarations, the assignment between the lines. Undefined where it is not the last declaration of its block, declares several variables
 * or a constant, or does not stand on one line.
 */
export function encloseInitialiser(
  laid: LaidCode,
  token: number,
  { before, after }: Wrapping,
): readonly LineEdit[] | undefined {
  const place = findPlaces(laid.layout, token).at(-1);
  const statement = place?.body.statements[place.index];
  const below = place?.body.statements[place.index + 1];
  if (statement?.kind !== 'declaration' || !below || below.kind === 'declaration' || below.kind === 'directive')
    return undefined;
  if (!beginsItsLine(laid, statement) || !endsItsLine(laid, statement) || !beginsItsLine(laid, below)) return undefined;
  const { lines, firstLine } = laid.code;
  const line = firstLineOf(laid, statement);
  const text = lines[line - firstLine] ?? '';
  const [, indent = '', type = '', name, value, end = ''] =
    /^(\s*)([\w\s]+[\s*])(\w+)\s*=\s*(.*;)(\r?)$/.exec(text) ?? [];
  const tokens = laid.layout.tokens.slice(statement.first, statement.last + 1);
  const isOne = !/\b(?:const|static)\b/.test(type) && indexAtDepthZero(tokens, ',') < 0;
  if (name === undefined || value === undefined || !isOne || line !== lastLineOf(laid, statement)) return undefined;
  const made = [...before, `${name} = ${value}`, ...after].map(each => `${indent}${each}${end}`);
  const isBlankBelow = (lines[line + 1 - firstLine] ?? '').trim() === '';
  const at = isBlankBelow ? line + 2 : line + 1;
  return [
    { firstLine: line, lastLine: line, lines: [`${indent}${type}${name};${end}`] },
    { firstLine: at, lastLine: at - 1, lines: isBlankBelow ? made : [end, ...made] },
  ];
}
