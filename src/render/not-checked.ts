import { groupBy } from '../domain/group-by.js';
import type { NotChecked } from '../domain/review.js';
import type { Series } from '../domain/series.js';
import { patchWords } from './words.js';

/** What was left out for one reason. */
export interface NotCheckedPlaces {
  readonly reason: string;
  /** Paths, or patches in words. Not yet escaped. */
  readonly places: readonly string[];
}

/** Files named one by one for one reason; an archive's tree-wide patch has thousands. */
const pathsShownMax = 4;

/**
 * What was not looked at, one line for each reason: `a.rst, b.rst and 7 more: not C`; the holes of the series are told by
 * its state. Not yet escaped.
 */
export function notCheckedWords(series: Series, items: readonly NotChecked[]): readonly string[] {
  return notCheckedPlaces(series, items).map(({ reason, places }) => {
    const more = places.length - pathsShownMax;
    const shown = places.slice(0, more === 1 ? pathsShownMax + 1 : pathsShownMax).join(', ');
    return `${shown}${more > 1 ? ` and ${more} more` : ''}: ${reason}`;
  });
}

/** The files (or patches) that were not looked at, each once for a reason: two patches may touch the same file. */
export function notCheckedPlaces(series: Series, items: readonly NotChecked[]): readonly NotCheckedPlaces[] {
  const seen = items.filter(item => !series.missing.includes(item.patch));
  return [...groupBy(seen, item => item.reason)].map(([reason, group]) => ({
    reason,
    places: [...new Set(group.map(({ patch, path }) => path ?? patchWords(series, patch)))],
  }));
}
