import { type Finding, type Location, shortIdOf } from '../domain/finding.js';
import type { Problem } from '../domain/problem.js';
import type { WithheldFinding } from '../domain/review.js';
import type { Series } from '../domain/series.js';
import type { Evidence } from '../domain/source.js';
import { count } from './layout.js';

/** How much of the code was seen, in words. */
export function evidenceWords(evidence: Evidence): string {
  return evidence === 'file' ? 'seen in the whole file' : 'seen in the visible hunk only';
}

/** How sure a finding is and how a person names it: `seen in the whole file, confidence high; id 1a2b3c4d`. */
export function standingWords(finding: Finding): string {
  const trial = finding.stage === 'trial' ? ', rule on trial' : '';
  return `${evidenceWords(finding.evidence)}, confidence ${finding.confidence}${trial}; id ${shortIdOf(finding)}`;
}

/** What kind of posting a series is: `RFC v2 for net-next, 3 patches`. Not yet escaped. */
export function kindWords(series: Series): string {
  const marks = [series.isRfc ? 'RFC' : '', series.isResend ? 'resent' : '', `v${series.version}`].filter(Boolean);
  const tree = series.treeHint === undefined ? '' : ` for ${series.treeHint}`;
  return `${marks.join(' ')}${tree}, ${count(series.total, 'patch', 'patches')}`;
}

/** More holes than this are counted, not named. */
const missingNamedMax = 3;

/** Why a series is not whole: `incomplete: 2/3 not seen`; undefined for a complete one. */
export function stateWords(series: Series): string | undefined {
  if (series.state === 'complete') {
    return undefined;
  }
  if (series.missing.length === 0) {
    return series.state;
  }
  return `${series.state}: ${missingWords(series.missing, series.total)}`;
}

function missingWords(missing: readonly number[], total: number): string {
  if (missing.length === total) {
    return 'no patch seen';
  }
  return `${missing.length > missingNamedMax ? `${missing.length} of ${total}` : numberList(missing, total)} not seen`;
}

/** `2/5`, `2/5 and 4/5`, `1/5, 2/5 and 4/5`. */
function numberList(numbers: readonly number[], total: number): string {
  const words = numbers.map(number => `${number}/${total}`);
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** `, patch 2/3` after a place; empty where the series is one patch. */
export function ofSeriesWords(series: Series, number: number): string {
  return series.total === 1 ? '' : `, ${patchWords(series, number)}`;
}

/** `patch 2/3`; `the patch` where there is only one. */
export function patchWords(series: Series, number: number): string {
  return series.total === 1 ? 'the patch' : `patch ${number}/${series.total}`;
}

/** `fs/a.c:12 (before the patch) in copy_in()`; what is code goes through `code`. Not yet escaped otherwise. */
export function placeWords(
  { path, side, line, functionName }: Pick<Location, 'path' | 'side' | 'line' | 'functionName'>,
  code = (text: string) => text,
): string {
  const when = side === 'old' ? ' (before the patch)' : '';
  const within = functionName === undefined ? '' : ` in ${code(`${functionName}()`)}`;
  return `${code(`${path}:${line}`)}${when}${within}`;
}

/**
 * `line 12 of fs/b.c before the patch`; the path only where it is another one than `path`, as code through `code`. Not
 * yet escaped otherwise.
 */
export function lineWords(location: Location, path: string, code = (text: string) => text): string {
  const file = location.path === path ? '' : ` of ${code(location.path)}`;
  return `line ${location.line}${file} ${location.side === 'old' ? 'before' : 'after'} the patch`;
}

/** `kmap/unmap-order at fs/a.c:12 (1a2b3c4d): why`. Not yet escaped. */
export function withheldWords({ finding, reason }: WithheldFinding): string {
  return `${finding.ruleId} at ${placeWords(finding.location)} (${shortIdOf(finding)}): ${reason}`;
}

/** `detail (patch 2/3, line 40 of the mail)`. Not yet escaped. */
export function problemWords(problem: Problem, series?: Series): string {
  const patch = series?.patches.find(each => each.messageId === (problem.messageId ?? problem.where));
  const where = series === undefined || patch === undefined ? problem.where : patchWords(series, patch.number);
  const line = problem.mailLine === undefined ? '' : `, line ${problem.mailLine} of the mail`;
  return `${problem.detail} (${where}${line})`;
}
