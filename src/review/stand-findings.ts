import type { Finding } from '../domain/finding.js';
import type { NotChecked } from '../domain/review.js';
import type { Dismissal, ShownFinding, Standing } from '../domain/verdict.js';

/** What was said before, what is found now, and what people say of it. */
export interface FindingHistory {
  readonly found: readonly Finding[];
  readonly before: readonly ShownFinding[];
  readonly dismissals: readonly Dismissal[];
  readonly notChecked: readonly NotChecked[];
  /** All patches were seen. */
  readonly isWhole: boolean;
  /** Whether a rule was run and may speak: what a rule that was switched off says no more is not mended. */
  isHeard(ruleId: string): boolean;
  /** Where a finding that is gone was gone first, for people: a commit or a version. */
  whereGone(finding: Finding): string;
}

/** Gives each finding its standing: those of now, then those of before that are gone. */
export function standFindings(history: FindingHistory): readonly ShownFinding[] {
  const { found, before, notChecked, isWhole } = history;
  const dismissals = new Map(history.dismissals.map(each => [each.fingerprint, each]));
  const present = new Set(found.map(({ fingerprint }) => fingerprint));
  const unread = new Set(notChecked.map(({ path }) => path));
  const standingOf = (finding: Finding): Standing => {
    const said = dismissals.get(finding.fingerprint);
    return said ? { kind: 'dismissed', by: said.by, reason: said.reason, at: said.at } : { kind: 'open' };
  };
  const gone = before
    .filter(({ finding }) => !present.has(finding.fingerprint) && history.isHeard(finding.ruleId))
    .map(({ finding, standing }): ShownFinding => {
      // What could not be looked at this time is neither there nor gone.
      const isUnread = !isWhole || unread.has(finding.location.path);
      if (standing.kind === 'fixed') return { finding, standing };
      if (isUnread) return { finding, standing: standingOf(finding) };
      return { finding, standing: { kind: 'fixed', where: history.whereGone(finding) } };
    });
  return [...found.map((finding): ShownFinding => ({ finding, standing: standingOf(finding) })), ...gone];
}

export function isOpen({ standing }: ShownFinding): boolean {
  return standing.kind === 'open';
}
