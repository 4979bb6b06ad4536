import { amendFile, applyEdits, linesMadeBy } from '../../diff/line-edits.js';
import { printEdits } from '../../diff/print-edits.js';
import { limits } from '../../domain/limits.js';
import type { LineEdit, Remedy } from '../../domain/remedy.js';
import type { SourcePair } from '../../domain/source.js';
import type { FunctionPair } from '../function-pair.js';
import { type Judgement, judgeSource, type Verdict } from '../judge-source.js';
import type { PatchContext } from '../patch-context.js';
import type { Rule } from '../rule.js';
import type { Correction } from './correction.js';

/** A file that a patch touches, and what all rules say of it. */
export interface JudgedSource {
  readonly source: SourcePair;
  readonly patch: PatchContext;
  /** All that there are: a correction for one rule must be none that another one minds. */
  readonly rules: readonly Rule[];
  /** What they say of the file, withheld or not. */
  readonly judgement: () => Judgement;
}

/**
 * Applies the corrections that a rule proposes, one after the other, to the code after the patch, and lets all rules judge the patch as
 * it would then be. Gives the first behind which the finding is gone and nothing is reported that was not before, one that stays inside
 * the hunks of the patch before all others. Undefined where there is none.
 */
export function offerRemedy(judged: JudgedSource, verdict: Verdict): Remedy | undefined {
  let outside: Remedy | undefined;
  for (const correction of verdict.report.corrections?.() ?? []) {
    const { source, patch } = judged;
    const read = source.pieces.reduce((sum, piece) => sum + sizeOf(piece.old.lines) + sizeOf(piece.new.lines), 0);
    if (read > limits.remedyFileCharsMax || !patch.budget.spend(read + patch.size)) break;
    const remedy = tryCorrection(judged, verdict, correction);
    if (remedy && isInsideHunks(source, correction.edits)) return remedy;
    outside ??= remedy;
  }
  return outside;
}

function sizeOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length, 0);
}

function tryCorrection(judged: JudgedSource, verdict: Verdict, correction: Correction): Remedy | undefined {
  const { source, patch, rules } = judged;
  const { edits, words } = correction;
  const path = source.file.newPath;
  const file = amendFile(source.file, edits);
  if (!file || path === undefined) return undefined;
  // A hunk of its own stands in code that is not in sight.
  if (source.evidence === 'hunk' && file.hunks.length > source.file.hunks.length) return undefined;
  const pieces = source.pieces.map(piece =>
    piece === verdict.piece ? { ...piece, new: applyEdits(piece.new, edits) } : piece,
  );
  const others = judged.judgement().pairs;
  const corrected = judgeSource(
    { ...source, file, pieces },
    rules,
    patch.withFile(source.file, file),
    findRelated(others, verdict.pair.name),
  );
  if (!isHealed(judged.judgement(), corrected, verdict) || !isSound(corrected, verdict, correction)) return undefined;
  const unended = source.file.hunks
    .flatMap(hunk => hunk.lines)
    .find(line => line.noNewline && line.newLine !== undefined);
  const diff = printEdits(path, verdict.piece.new, edits, unended?.newLine);
  return diff === undefined ? undefined : { path, edits, diff, words };
}

/** The function and those that call it: what a correction inside it can change the judgement of. */
function findRelated(pairs: readonly FunctionPair[], name: string | undefined): (other: string | undefined) => boolean {
  const callers = pairs.filter(pair => name !== undefined && pair.new?.model.mentions(name));
  const related = new Set([name, ...callers.map(pair => pair.name)]);
  return other => related.has(other);
}

/** Whether the finding is gone, and nothing is said that was not said before. */
function isHealed(before: Judgement, after: Judgement, verdict: Verdict): boolean {
  const said = countBySaying(before);
  const says = countBySaying(after);
  const own = sayingOf(verdict);
  if ((says.get(own) ?? 0) >= (said.get(own) ?? 0)) return false;
  return [...says].every(([saying, count]) => count <= (said.get(saying) ?? 0));
}

function countBySaying({ verdicts }: Judgement): Map<string, number> {
  const counts = new Map<string, number>();
  for (const verdict of verdicts) {
    const saying = sayingOf(verdict);
    counts.set(saying, (counts.get(saying) ?? 0) + 1);
  }
  return counts;
}

/** The same for a finding that has only moved. */
function sayingOf({ rule, report, pair, piece }: Verdict): string {
  const code = piece[report.side];
  return [rule.id, pair.name, report.side, code.lines[report.line - code.firstLine]?.trim()].join('\0');
}

function isSound(corrected: Judgement, { pair }: Verdict, { edits, isSound: check }: Correction): boolean {
  if (!check) return true;
  const made = linesMadeBy(edits);
  const first = Math.min(...made);
  const same = corrected.pairs.find(
    ({ name, new: side }) => name === pair.name && side && side.model.startLine <= first && first <= side.model.endLine,
  );
  return same !== undefined && check(same, line => made.has(line));
}

function isInsideHunks({ file }: SourcePair, edits: readonly LineEdit[]): boolean {
  return amendFile(file, edits)?.hunks.length === file.hunks.length;
}
