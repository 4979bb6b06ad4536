import type { Finding } from '../domain/finding.js';
import type { Patch } from '../domain/patch.js';
import type { Problem } from '../domain/problem.js';
import type { Remark } from '../domain/remark.js';
import type { NotChecked, Review, WithheldFinding } from '../domain/review.js';
import type { Series } from '../domain/series.js';
import { rules as allRules } from '../rules/registry.js';
import type { Rule } from '../rules/rule.js';
import type { CodeTexts } from '../tree/code-texts.js';
import { makeSourceStack, type SourceStack } from '../tree/load-sources.js';
import type { Tree } from '../tree/tree.js';
import { checkPatch } from './check-patch.js';

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

/** Reviews every patch of a series, each on top of those before it. Never rejects over what a mail says. */
export async function reviewSeries(series: Series, options: ReviewOptions): Promise<Review> {
  const { tree, base, texts, remarks } = options;
  const rules = allRules.filter(rule => options.ruleIds?.includes(rule.id) ?? true);
  const stack = makeSourceStack(tree, { base, baseCommit: series.baseCommit, total: series.total, texts });
  const findings: Finding[] = [];
  const withheld: WithheldFinding[] = [];
  const notChecked: NotChecked[] = series.missing.map(patch => ({ patch, reason: 'this patch was not seen' }));
  const problems: Problem[] = [...series.problems];
  for (const patch of series.patches) {
    const result = await reviewPatch(
      patch,
      series.patches.filter(other => other.number < patch.number),
      stack,
      rules,
    );
    findings.push(...result.findings);
    withheld.push(...result.withheld);
    notChecked.push(...result.notChecked);
    problems.push(...patch.problems, ...result.problems);
  }
  return { series, findings, withheld, notChecked, remarks, problems };
}

async function reviewPatch(
  patch: Patch,
  earlier: readonly Patch[],
  stack: SourceStack,
  rules: readonly Rule[],
): Promise<Pick<Review, 'findings' | 'withheld' | 'notChecked' | 'problems'>> {
  const sources = await stack.apply(patch);
  const { findings, withheld, notChecked } = await checkPatch(patch, earlier, sources, rules);
  const notRead = sources.notChecked.map(({ path, reason }) => ({ patch: patch.number, path, reason }));
  return { findings, withheld, notChecked: [...notRead, ...notChecked], problems: sources.problems };
}
