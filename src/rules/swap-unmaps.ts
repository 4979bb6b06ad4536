import { type Call, readExpression } from '../c/expression.js';
import { findCallToken, findPlaces, type LaidStatement, layOut } from '../c/layout.js';
import type { LineEdit } from '../domain/remedy.js';
import { unmapCalls } from '../kernel/mappings.js';
import type { Correction } from './correction.js';
import { beginsItsLine, endsItsLine, firstLineOf, type LaidCode, lastLineOf } from './enclose.js';
import type { FunctionPair } from './function-pair.js';

/** Lets two unmap statements of one block change places. None where anything but unmaps stands between them. */
export function swapUnmaps(pair: FunctionPair, early: Call, late: Call): Correction[] {
  const { new: side } = pair;
  const isCutOut = pair.evidence === 'hunk';
  const layout = side && layOut(side.code, side.model, isCutOut);
  if (!layout) return [];
  const laid: LaidCode = { code: side.code, layout, isCutOut };
  const place = findPlaces(layout, findCallToken(layout, early)).at(-1);
  const other = findPlaces(layout, findCallToken(layout, late)).at(-1);
  if (!place || place.body !== other?.body || other.index <= place.index) return [];
  const run = place.body.statements.slice(place.index, other.index + 1);
  if (!run.every(statement => isUnmap(laid, statement))) return [];
  const [first, last] = [run[0], run.at(-1)];
  if (!first || !last) return [];
  const edits =
    run.length === 2
      ? [take(laid, first), { ...replaceBy(laid, last, first), firstLine: lastLineOf(laid, last) + 1 }]
      : [replaceBy(laid, first, last), replaceBy(laid, last, first)];
  return [{ edits, words: 'Swap the two unmap calls: the newer mapping is unmapped first.' }];
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
