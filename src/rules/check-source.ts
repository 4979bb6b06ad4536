import { type LineMap, makeLineMap } from '../diff/line-map.js';
import { pathOf } from '../domain/diff.js';
import type { Finding, Location } from '../domain/finding.js';
import { limits } from '../domain/limits.js';
import type { WithheldFinding } from '../domain/review.js';
import type { SourcePair, SourcePiece } from '../domain/source.js';
import { makeFingerprint } from './fingerprint.js';
import type { FunctionPair } from './function-pair.js';
import { pairFunctions } from './pair-functions.js';
import type { PatchContext } from './patch-context.js';
import type { Report, ReportedPlace, Rule } from './rule.js';

export interface SourceCheck {
  /** In order of line. Their fingerprints are unique within the file. */
  readonly findings: readonly Finding[];
  /** What was found and is not reported, with the reason. */
  readonly withheld: readonly WithheldFinding[];
  /** Functions that could not be walked, with the reason. */
  readonly notChecked: readonly string[];
}

/** Runs rules over one file that a patch touches. Files that are no C source give nothing. */
export function checkSource(source: SourcePair, rules: readonly Rule[], patch: PatchContext): SourceCheck {
  const lines = makeLineMap(source.file);
  const findings: Finding[] = [];
  const withheld: WithheldFinding[] = [];
  const notChecked: string[] = [];
  for (const [index, piece] of source.pieces.entries()) {
    for (const pair of pairPiece(source, index, lines, patch)) {
      const reason = whyNotWhole(pair);
      if (reason) notChecked.push(`${pair.name ?? 'a function'}: ${reason}`);
      for (const rule of rules) {
        if (rule.stage === 'off') continue;
        for (const report of rule.check(pair)) {
          const finding = makeFinding(rule, report, { source, piece, pair, patch, findings });
          if (report.withheldFor === undefined) findings.push(finding);
          else withheld.push({ finding, reason: report.withheldFor });
        }
      }
    }
  }
  return { findings: findings.sort((a, b) => a.location.line - b.location.line), withheld, notChecked };
}

/** The touched functions of one piece. Of the visible hunks, each is a piece of its own. */
function pairPiece(source: SourcePair, index: number, lines: LineMap, patch: PatchContext): readonly FunctionPair[] {
  const { pieces, evidence, file } = source;
  const piece = pieces[index];
  if (!piece) return [];
  if (evidence === 'file') return pairFunctions(source, piece, file.hunks, lines, patch);
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
      if (last?.name !== part.name || last?.new?.model.isWhole !== false) break;
      parts.push(last);
      nearest = last;
    }
    return parts;
  };
  return pairFunctions(source, piece, file.hunks.slice(index, index + 1), lines, patch, { earlier, later });
}

/** Whether a hunk's first part may belong to a function that began before: no head is in sight, and the heading names it or a label. */
function mayContinue({ name, new: now }: FunctionPair, started: string | undefined): boolean {
  return now !== undefined && !now.model.isWhole && now.model.params.length === 0 && (name ?? started) === started;
}

function whyNotWhole({ old, new: now }: FunctionPair): string | undefined {
  if (old?.model.isTooDeep || now?.model.isTooDeep) return 'nested too deeply to be followed';
  if (old?.walk.isComplete === false || now?.walk.isComplete === false) return 'too many paths to be followed';
  return undefined;
}

interface Surroundings {
  readonly source: SourcePair;
  readonly piece: SourcePiece;
  readonly pair: FunctionPair;
  readonly patch: PatchContext;
  readonly findings: readonly Finding[];
}

function makeFinding(rule: Rule, report: Report, around: Surroundings): Finding {
  const { source, pair, patch, findings } = around;
  const location = locate(report, around);
  const equal = findings.filter(
    other => other.ruleId === rule.id && other.location.functionName === location.functionName,
  );
  const ordinal = equal.filter(other => other.location.text.trim() === location.text.trim()).length;
  return {
    ruleId: rule.id,
    stage: rule.stage === 'trial' ? 'trial' : 'on',
    severity: rule.severity[source.evidence],
    confidence: report.confidence ?? rule.confidence[source.evidence],
    evidence: source.evidence,
    messageId: patch.patch.messageId,
    patchNumber: patch.patch.number,
    what: report.what,
    location,
    proof: report.proof.map(step => ({ location: locate(step, around), words: step.words })),
    fingerprint: makeFingerprint([rule.id, location.path, pair.name ?? '', location.text, `${ordinal}`]),
  };
}

function locate(place: ReportedPlace, { source, piece, pair }: Surroundings): Location {
  const code = piece[place.side];
  const path = (place.side === 'old' ? source.file.oldPath : source.file.newPath) ?? pathOf(source.file);
  const text = code.lines[place.line - code.firstLine] ?? '';
  return { path, side: place.side, line: place.line, text, functionName: pair.name };
}
