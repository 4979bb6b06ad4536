import type { Finding } from '../../domain/finding.js';
import type { ChosenSettings } from '../../domain/mirror-settings.js';
import type { Repository } from '../../domain/repository.js';
import type { NotChecked } from '../../domain/review.js';
import type { Series } from '../../domain/series.js';
import type { PermalinkOf } from '../../render/github/links.js';
import { reviewSeries } from '../../review/review-series.js';
import { ruleIdsOf } from '../settings/rule-stages.js';
import type { Code, GitHubTools } from './github-tools.js';
import { isHeard } from './heard-findings.js';
import { findPermalinks } from './permalinks.js';

/** What is found in one version of a series; nobody's dismissals change it. */
export interface VersionJudgement {
  readonly series: Series;
  /** Those that may be posted. */
  readonly findings: readonly Finding[];
  readonly notChecked: readonly NotChecked[];
  readonly permalinkOf: PermalinkOf;
}

/** Judges versions of a series by the code of a repository, each on the branch that its subject names. */
export async function judgeVersions(
  versions: readonly Series[],
  repository: Repository,
  { settings }: ChosenSettings,
  tools: GitHubTools,
): Promise<readonly VersionJudgement[]> {
  const hint = versions.at(-1)?.treeHint;
  const branch =
    (hint === undefined ? undefined : settings.bases.get(hint)) ??
    settings.bases.get('default') ??
    repository.defaultBranch;
  const ruleIds = ruleIdsOf(settings);
  const judge = async (series: Series, code: Code): Promise<VersionJudgement> => {
    const { findings, notChecked } = await reviewSeries(series, {
      tree: code.tree,
      base: code.commit,
      ruleIds,
      remarks: [],
    });
    const heard = findings.filter(finding => isHeard(finding, settings));
    const permalinkOf = await findPermalinks(heard, series, { code, repository, addresses: tools.addresses });
    return { series, findings: heard, notChecked, permalinkOf };
  };
  return tools.withCode({ repository, series: versions, at: { branch } }, async code => {
    const judged: VersionJudgement[] = [];
    for (const series of versions) judged.push(await judge(series, code));
    return judged;
  });
}
