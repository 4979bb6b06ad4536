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
  /** Why nothing is posted; undefined where it is. */
  readonly withheld: string | undefined;
}

/** Plans a check on each commit that took a patch with open findings. It never fails: the commit is there. */
export function planLanded({ repository, verdict, patches, rules, withheld }: LandedReport): readonly DeliveryPlan[] {
  const open = openFindings(verdict);
  return patches.flatMap(({ number, applied }): readonly DeliveryPlan[] => {
    const own = open.filter(({ finding }) => finding.patchNumber === number);
    if (applied?.kind !== 'commit' || own.length === 0) return [];
    const told = { ...verdict, findings: own.map(shown => ({ ...shown, place: undefined })) };
    return [
      {
        key: deliveryKeys.landed(repository.id, applied.commitId),
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
