import type { Problem } from '../domain/problem.js';
import type { Review } from '../domain/review.js';

/**
 * Everything that could not be read of a series: its own problems, those of its patches and those met while
 * reviewing, in that order; one that was handed on from step to step stands once.
 */
export function problemsOf(review: Review): readonly Problem[] {
  const { series } = review;
  const all = [...series.problems, ...series.patches.flatMap(patch => patch.problems), ...review.problems];
  const byText = new Map<string, Problem>();
  for (const problem of all) {
    const key = [problem.code, problem.where, problem.detail, problem.path, problem.mailLine].join('\0');
    if (!byText.has(key)) {
      byText.set(key, problem);
    }
  }
  return [...byText.values()];
}

/** The problems that are told in words: holes of a series are told by its state already. */
export function problemsToTell(review: Review): readonly Problem[] {
  return problemsOf(review).filter(problem => problem.code !== 'series-incomplete');
}
