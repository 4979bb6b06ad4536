import { pathOf } from '../domain/diff.js';
import type { Finding, Location } from '../domain/finding.js';
import { limits } from '../domain/limits.js';
import type { WithheldFinding } from '../domain/review.js';
import type { Evidence, SourcePair, SourcePiece } from '../domain/source.js';
import { unseenWords } from './code/gap-words.js';
import type { Gap } from './code/library.js';
import { makeFingerprint } from './fingerprint.js';
import type { FunctionPair } from './function-pair.js';
import { type Judgement, judgeSource, type Verdict } from './judge-source.js';
import type { PatchContext } from './patch-context.js';
import { rules as allRules } from './registry.js';
import { type JudgedSource, offerRemedy } from './remedy/offer-remedy.js';
import type { Rule } from './rule.js';
import type { ReportedPlace } from './walk/site.js';

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
  const judgement = judgeSource(source, rules, patch);
  let whole: Judgement | undefined = rules === allRules ? judgement : undefined;
  const judged: JudgedSource = {
    source,
    patch,
    rules: allRules,
    judgement: () => {
      whole ??= judgeSource(source, allRules, patch);
      return whole;
    },
  };
  // What is still to be looked up may yet withhold a finding.
  const isAnswered = patch.library.wishes().length === 0;
  const findings: Finding[] = [];
  const withheld: WithheldFinding[] = [];
  for (const verdict of judgement.verdicts) {
    const { withheldFor, within } = verdict.report;
    const finding = makeFinding(verdict, source, patch, findings);
    // A line of a wrapper that several callers come to is one mistake.
    const known = withheldFor === undefined ? findings : withheld.map(each => each.finding);
    if (within && known.some(other => areOne(other, finding))) continue;
    if (withheldFor === undefined)
      // A correction of a caller in a file that the patch leaves alone would be a patch of its own.
      findings.push(isAnswered && !within?.path ? { ...finding, remedy: offerRemedy(judged, verdict) } : finding);
    else withheld.push({ finding, reason: withheldFor });
  }
  const notChecked = judgement.pairs.flatMap(pair => {
    const reason = whyNotWhole(pair);
    const cut = pair.cutCallees().map(name => `${name}() was not followed to the end: it calls itself, or too deeply`);
    return [...(reason ? [reason] : []), ...cut].map(each => `${pair.name ?? 'a function'}: ${each}`);
  });
  if (judgement.isCutShort)
    notChecked.push(`it changes more than ${limits.functionsJudgedMax} functions: the others were not judged`);
  const isSaid = ({ finding }: WithheldFinding): boolean => findings.some(other => areOne(other, finding));
  return {
    findings: findings.sort((a, b) => a.location.line - b.location.line),
    withheld: withheld.filter(each => !isSaid(each)),
    notChecked,
  };
}

function areOne(a: Finding, b: Finding): boolean {
  const { path, side, line } = a.location;
  return a.ruleId === b.ruleId && path === b.location.path && side === b.location.side && line === b.location.line;
}

function whyNotWhole({ old, new: now }: FunctionPair): string | undefined {
  if (old?.model.isTooDeep || now?.model.isTooDeep) return 'nested too deeply to be followed';
  if (old?.walk.isComplete === false || now?.walk.isComplete === false) return 'too many paths to be followed';
  return undefined;
}

function makeFinding(
  { rule, report, pair, piece }: Verdict,
  source: SourcePair,
  patch: PatchContext,
  findings: readonly Finding[],
): Finding {
  const locate = (place: ReportedPlace): Location => locatePlace(place, source, piece, pair);
  const location = locate(report);
  const equal = findings.filter(
    other => other.ruleId === rule.id && other.location.functionName === location.functionName,
  );
  const ordinal = equal.filter(other => other.location.text.trim() === location.text.trim()).length;
  const { unseen = [] } = report;
  const grounds = groundsOf(source, unseen);
  return {
    ruleId: rule.id,
    stage: rule.stage === 'trial' ? 'trial' : 'on',
    severity: rule.severity[grounds],
    confidence: report.confidence ?? rule.confidence[grounds],
    evidence: source.evidence,
    messageId: patch.patch.messageId,
    patchNumber: patch.patch.number,
    what: [report.what, unseenWords(unseen)].filter(Boolean).join(' '),
    location,
    proof: report.proof.map(step => ({ location: locate(step), words: step.words })),
    fingerprint: makeFingerprint([rule.id, location.path, location.functionName ?? '', location.text, `${ordinal}`]),
  };
}

/**
 * How much was seen of what decides. Where a caller that may clear the finding stands in a tree that is there and could not be searched, not
 * more is known than from the hunks. Where no tree is known to lie below the patch the file is all that there is, and it was seen whole: of
 * such a mail everybody expects the level of the file (`--base` is theirs to give), and the words of the finding say what is left open.
 */
function groundsOf({ evidence }: SourcePair, unseen: readonly Gap[]): Evidence {
  return unseen.some(gap => !gap.isTreeMissing) ? 'hunk' : evidence;
}

function locatePlace(place: ReportedPlace, source: SourcePair, piece: SourcePiece, pair: FunctionPair): Location {
  const { side, line, within } = place;
  const code = within?.path === undefined ? piece[side] : (pair.patch.library.codeAt(within.path, side) ?? within.code);
  const path = within?.path ?? (side === 'old' ? source.file.oldPath : source.file.newPath) ?? pathOf(source.file);
  const text = code.lines[line - code.firstLine] ?? '';
  return { path, side, line, text, functionName: within ? within.functionName : pair.name };
}
