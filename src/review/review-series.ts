import type { Problem } from '../domain/problem.js';
import type { Remark } from '../domain/remark.js';
import type { NotChecked, Review, WithheldFinding } from '../domain/review.js';
import type { Series } from '../domain/series.js';
import { rules as allRules } from '../rules/registry.js';
import type { CodeTexts } from '../tree/code-texts.js';
import { makeSourceStack } from '../tree/load-sources.js';
import type { Tree } from '../tree/tree.js';
import { checkPatch } from './check-patch.js';
import { FindingFollower } from './finding-follower.js';

export interface ReviewOptions {
  /** The code before the patches; undefined: the visible hunks alone. */
  readonly tree?: Tree | undefined;
  /** The revision that is asked for files the `index` line does not find. */
  readonly base?: string | undefined;
  /** Only these rules; undefined: all. */
  readonly ruleIds?: readonly string[] | undefined;
  /** The files of the series before, for a run of many; the outcome is the same. */
  readonly texts?: CodeTexts | undefined;
  /** What people said about this series' patches. */
  readonly remarks: readonly Remark[];
}

/**
 * Reviews every patch of a series, each on top of those before it, and follows what it finds to the end of the series.
 * Never rejects over what a mail says.
 */
export async function reviewSeries(series: Series, options: ReviewOptions): Promise<Review> {
  const { tree, base, texts, remarks } = options;
  const { ruleIds } = options;
  const rules = ruleIds === undefined ? allRules : allRules.filter(rule => ruleIds.includes(rule.id));
  const stack = makeSourceStack(tree, { base, baseCommit: series.baseCommit, total: series.total, texts });
  const follower = new FindingFollower(series, rules);
  const withheld: WithheldFinding[] = [];
  const notChecked: NotChecked[] = series.missing.map(patch => ({ patch, reason: 'this patch was not seen' }));
  const problems: Problem[] = [...series.problems];
  for (const patch of series.patches) {
    const sources = await stack.apply(patch);
    const check = await checkPatch(patch, series, sources, rules);
    await follower.add(patch, check.checked, sources.others);
    for (const each of check.withheld) withheld.push(each);
    notChecked.push(
      ...sources.notChecked.map(({ path, reason }) => ({ patch: patch.number, path, reason })),
      ...check.notChecked,
    );
    problems.push(...patch.problems, ...sources.problems);
  }
  const followed = follower.finish();
  return {
    series,
    findings: followed.findings,
    withheld: [...withheld, ...followed.withheld],
    notChecked,
    remarks,
    problems,
  };
}
