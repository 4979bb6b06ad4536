import { type LineMap, makeLineMap } from '../diff/line-map.js';
import { limits } from '../domain/limits.js';
import type { SourcePair, SourcePiece } from '../domain/source.js';
import type { FunctionPair } from './function-pair.js';
import { mayConcernRules } from './may-concern.js';
import { pairFunctions } from './pair-functions.js';
import type { PatchContext } from './patch-context.js';
import type { Report, Rule } from './rule.js';

/** What one rule says of one function. */
export interface Verdict {
  readonly rule: Rule;
  readonly report: Report;
  readonly pair: FunctionPair;
  readonly piece: SourcePiece;
}

export interface Judgement {
  /** The functions that the patch touches. */
  readonly pairs: readonly FunctionPair[];
  readonly verdicts: readonly Verdict[];
  /** The patch touches more functions than are judged (`limits.functionsJudgedMax`). */
  readonly isCutShort: boolean;
}

/** Runs rules over every function of a file that a patch touches, or over those of them that are wanted. */
export function judgeSource(
  source: SourcePair,
  rules: readonly Rule[],
  patch: PatchContext,
  isWanted: (name: string | undefined) => boolean = () => true,
): Judgement {
  if (source.evidence === 'hunk' && !mayConcernRules(patch.patch)) {
    return { pairs: [], verdicts: [], isCutShort: false };
  }
  const lines = makeLineMap(source.file);
  const pairs: FunctionPair[] = [];
  const verdicts: Verdict[] = [];
  for (const [index, piece] of source.pieces.entries()) {
    for (const pair of pairPiece(source, index, lines, patch, isWanted)) {
      if (pairs.length >= limits.functionsJudgedMax) return { pairs, verdicts, isCutShort: true };
      pairs.push(pair);
      for (const rule of rules) {
        if (rule.stage === 'off') continue;
        verdicts.push(...rule.check(pair).map(report => ({ rule, report, pair, piece })));
      }
    }
  }
  return { pairs, verdicts, isCutShort: false };
}

/** The touched functions of one piece. Of the visible hunks, each is a piece of its own. */
function pairPiece(
  source: SourcePair,
  index: number,
  lines: LineMap,
  patch: PatchContext,
  isWanted?: (name: string | undefined) => boolean,
): readonly FunctionPair[] {
  const { pieces, evidence, file } = source;
  const piece = pieces[index];
  if (!piece) return [];
  if (evidence === 'file') return pairFunctions(source, piece, file.hunks, lines, patch, { isWanted });
  const later = (name: string | undefined): readonly FunctionPair[] => {
    const parts: FunctionPair[] = [];
    for (let at = index + 1; at <= index + limits.hunksOfRegionMax; at += 1) {
      const [first] = pairPiece(source, at, lines, patch);
      if (!first || !mayContinue(first, name)) break;
      parts.push(first);
    }
    return parts;
  };
  const earlier = (part: FunctionPair): readonly FunctionPair[] => {
    const parts: FunctionPair[] = [];
    let nearest = part;
    for (let at = index - 1; at >= Math.max(0, index - limits.hunksOfRegionMax); at -= 1) {
      const last = mayContinue(nearest, part.name) ? pairPiece(source, at, lines, patch).at(-1) : undefined;
      // Without a heading this may be the function that the hunk before has begun.
      const isOther = part.name !== undefined && last?.name !== part.name;
      if (isOther || last?.new?.model.isWhole !== false) break;
      parts.push(last);
      nearest = last;
    }
    return parts;
  };
  return pairFunctions(source, piece, file.hunks.slice(index, index + 1), lines, patch, { isWanted, earlier, later });
}

/** Whether a hunk's first part may belong to a function that began before: no head is in sight, and the heading names it or a label. */
function mayContinue({ name, new: now }: FunctionPair, started: string | undefined): boolean {
  return now !== undefined && !now.model.isWhole && now.model.params.length === 0 && (name ?? started) === started;
}
