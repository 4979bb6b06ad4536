import { type Call, readExpression } from '../../c/expression.js';
import { findCallToken, findPlaces, type LaidStatement, layOut } from '../../c/layout.js';
import type { LineEdit } from '../../domain/remedy.js';
import { unmapCalls } from '../../kernel/mappings.js';
import type { FunctionPair } from '../function-pair.js';
import type { Correction } from './correction.js';
import { beginsItsLine, endsItsLine, firstLineOf, type LaidCode, lastLineOf } from './enclose.js';

/**
 * Turns round the unmap statements that stand in a row with two that are out of order. None where the two do not stand in such a row: what is
 * between them may need one of the mappings.
 */
export function swapUnmaps(pair: FunctionPair, early: Call, late: Call): Correction[] {
  const { new: side } = pair;
  const isCutOut = pair.evidence === 'hunk';
  const layout = side && layOut(side.code, side.model, isCutOut);
  if (!layout) return [];
  const laid: LaidCode = { code: side.code, layout, isCutOut };
  const place = findPlaces(layout, findCallToken(layout, early)).at(-1);
  const other = findPlaces(layout, findCallToken(layout, late)).at(-1);
  if (!place?.body.isBraced || place.body !== other?.body || other.index <= place.index) return [];
  const { statements } = place.body;
  const isLike = (index: number): boolean => {
    const statement = statements[index];
    return statement?.word === early.name && isUnmap(laid, statement);
  };
  let [from, to] = [place.index, place.index];
  while (isLike(from - 1)) from -= 1;
  while (isLike(to + 1)) to += 1;
  if (!isLike(place.index) || to < other.index) return [];
  const edits = turnRound(laid, statements.slice(from, to + 1));
  return [{ edits, words: 'Turn the order of the unmap calls round: what was mapped last is unmapped first.' }];
}

function turnRound(laid: LaidCode, run: readonly LaidStatement[]): readonly LineEdit[] {
  const [first, last] = [run[0], run.at(-1)];
  // Of two, one is moved behind the other.
  if (run.length === 2 && first && last)
    return [take(laid, first), { ...replaceBy(laid, last, first), firstLine: lastLineOf(laid, last) + 1 }];
  return run.flatMap((statement, index) => {
    const by = run[run.length - 1 - index];
    return by && by !== statement ? [replaceBy(laid, statement, by)] : [];
  });
}

/** A statement that is one unmap call and stands on lines of its own. */
function isUnmap(laid: LaidCode, statement: LaidStatement): boolean {
  const tokens = laid.layout.tokens.slice(statement.first, statement.last + 1);
  const { calls, written } = readExpression(tokens);
  const isOne = statement.kind === 'plain' && calls.length === 1 && written.length === 0;
  return (
    isOne && unmapCalls[statement.word] !== undefined && beginsItsLine(laid, statement) && endsItsLine(laid, statement)
  );
}

function take(laid: LaidCode, statement: LaidStatement): LineEdit {
  return { firstLine: firstLineOf(laid, statement), lastLine: lastLineOf(laid, statement), lines: [] };
}

function replaceBy(laid: LaidCode, statement: LaidStatement, by: LaidStatement): LineEdit {
  const { lines, firstLine } = laid.code;
  const text = lines.slice(firstLineOf(laid, by) - firstLine, lastLineOf(laid, by) + 1 - firstLine);
  return { firstLine: firstLineOf(laid, statement), lastLine: lastLineOf(laid, statement), lines: text };
}
