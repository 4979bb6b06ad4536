import type { Problem } from '../domain/problem.js';
import type { Review } from '../domain/review.js';
import type { Series } from '../domain/series.js';

/** Everything that could not be read of a series: its own problems and those of its patches, each once. */
export function problemsOfSeries(series: Series): readonly Problem[] {
  return eachOnce([...series.problems, ...series.patches.flatMap(patch => patch.problems)]);
}

/** The problems of the series and those met while reviewing, each once: some are handed on from step to step. */
export function problemsOf(review: Review): readonly Problem[] {
  return eachOnce([...problemsOfSeries(review.series), ...review.problems]);
}

/** The problems that need words of their own: holes of a series are told by its state already. */
export function withoutHoles(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(problem => problem.code !== 'series-incomplete');
}

function eachOnce(problems: readonly Problem[]): readonly Problem[] {
  const byText = new Map<string, Problem>();
  for (const problem of problems) {
    const key = [problem.code, problem.where, problem.detail, problem.path, problem.mailLine].join('\0');
    if (!byText.has(key)) {
      byText.set(key, problem);
    }
  }
  return [...byText.values()];
}
