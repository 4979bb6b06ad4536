import { limits } from '../../domain/limits.js';
import type { Verdict } from '../../domain/verdict.js';
import type { Closing } from './closing.js';
import { openFindings } from './conclusion.js';

/** More rules or lists than this are no filter any more. */
const perKindMax = 5;

/** The labels of a series' issue: `list: linux-mm`, `rule: kmap/unmap-order`, `state: open`. */
export function issueLabels(
  verdict: Verdict,
  lists: readonly string[],
  closing: Closing | undefined,
): readonly string[] {
  const open = openFindings(verdict);
  const rules = (open.length === 0 ? verdict.findings : open).map(({ finding }) => finding.ruleId);
  return [
    ...labels(
      'list',
      lists.map(list => list.split('.')[0] ?? ''),
    ),
    ...labels('rule', rules),
    ...labels('state', [closing?.kind ?? 'open']),
  ];
}

/** GitHub takes labels for the same whatever their case; a comma divides them where they are searched for. */
function labels(kind: string, names: readonly string[]): readonly string[] {
  const safe = names.map(name => name.toLowerCase().replace(/[^a-z0-9./_-]+/g, '-'));
  const unique = [...new Set(safe.filter(name => /[a-z0-9]/.test(name)))].sort().slice(0, perKindMax);
  return unique.map(name => `${kind}: ${name}`.slice(0, limits.githubLabelCharsMax));
}
