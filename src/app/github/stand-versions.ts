import type { Finding } from '../../domain/finding.js';
import type { ChosenSettings } from '../../domain/mirror-settings.js';
import type { Dismissal, ShownFinding } from '../../domain/verdict.js';
import { isOpen, standFindings } from '../../review/stand-findings.js';
import { isOn } from './heard-findings.js';
import type { VersionJudgement } from './judge-versions.js';

/** What stands of the versions of a series. */
export interface StandingVersions {
  /** Of each version, the oldest first: what is open there, whatever people said of it. */
  readonly open: readonly (readonly Finding[])[];
  /** Of the latest one: what is found there, and what was found in those before and is gone; with the words of people. */
  readonly latest: readonly ShownFinding[];
}

/** Follows findings from version to version. What was found before and could not be looked at in a later one is still open there. */
export function standVersions(
  judged: readonly VersionJudgement[],
  { chosen, dismissals }: { readonly chosen: ChosenSettings; readonly dismissals: readonly Dismissal[] },
): StandingVersions {
  const stand = (version: VersionJudgement, before: readonly ShownFinding[], said: readonly Dismissal[]) =>
    standFindings({
      found: version.findings,
      before,
      dismissals: said,
      notChecked: version.notChecked,
      isWhole: version.series.state === 'complete',
      isHeard: ruleId => isOn(ruleId, chosen.settings),
      whereGone: () => `v${version.series.version}`,
    });
  const open: (readonly Finding[])[] = [];
  let latest: readonly ShownFinding[] = [];
  let shown: readonly ShownFinding[] = [];
  for (const version of judged) {
    // What was gone first is told first.
    const before = [...shown.filter(each => !isOpen(each)), ...shown.filter(isOpen)];
    shown = stand(version, before, []);
    latest = stand(version, before, dismissals);
    open.push(shown.filter(isOpen).map(({ finding }) => finding));
  }
  return { open, latest };
}
