import type { DeliveryPlan } from '../../domain/delivery.js';
import type { Repository } from '../../domain/repository.js';
import type { RuleDoc } from '../../domain/rule.js';
import type { PatchTriage } from '../../domain/triage.js';
import type { Verdict } from '../../domain/verdict.js';
import { renderCheck } from '../../render/github/check.js';
import { conclusionOf, openFindings } from '../../render/github/conclusion.js';
import { deliveryKeys } from './delivery-keys.js';

export interface LandedReport {
  readonly repository: Repository;
  /** Of the series whose patches landed. */
  readonly verdict: Verdict;
  readonly patches: readonly PatchTriage[];
  readonly rules: readonly RuleDoc[];
  /** The keys of what was planned before, among others: it is kept true where people have dismissed all of it since. */
  readonly known: ReadonlySet<string>;
  /** Why nothing is posted; undefined where it is. */
  readonly withheld: string | undefined;
}

/** Plans a check on each commit that took a patch with open findings. It never fails: the commit is there. */
export function planLanded({
  repository,
  verdict,
  patches,
  rules,
  known,
  withheld,
}: LandedReport): readonly DeliveryPlan[] {
  return patches.flatMap(({ number, applied }): readonly DeliveryPlan[] => {
    if (applied?.kind !== 'commit') return [];
    const own = verdict.findings.filter(
      ({ finding, standing }) => finding.patchNumber === number && standing.kind !== 'fixed',
    );
    const told = { ...verdict, findings: own.map(shown => ({ ...shown, place: undefined })) };
    const key = deliveryKeys.landed(repository.id, applied.commitId);
    if (openFindings(told).length === 0 && !known.has(key)) return [];
    return [
      {
        key,
        repositoryId: repository.id,
        subject: `commit ${applied.commitId.slice(0, 12)}`,
        content: {
          kind: 'check-run',
          name: 'faultline/landed',
          headSha: applied.commitId,
          conclusion: conclusionOf(told, { failsOnError: false }),
          ...renderCheck(told, { rules, isLanded: true }),
        },
        withheld,
      },
    ];
  });
}
