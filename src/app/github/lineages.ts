import type { Series } from '../../domain/series.js';

/** The versions of one series, the oldest first. `all`: of a family, in reading order. */
export function lineagesOf(all: readonly Series[]): readonly (readonly Series[])[] {
  const lineages = new Map<Series, Series[]>();
  const byId = new Map(all.map(series => [series.id, series] as const));
  for (const series of all) {
    const own = lineages.get(series) ?? [series];
    lineages.set(series, own);
    const before = series.predecessorId === undefined ? undefined : byId.get(series.predecessorId);
    const other = before && (lineages.get(before) ?? [before]);
    if (before && other) lineages.set(before, other);
    if (!other || other === own) continue;
    for (const each of other) {
      own.push(each);
      lineages.set(each, own);
    }
  }
  const order = new Map(all.map((series, index) => [series, index] as const));
  const byVersion = (a: Series, b: Series): number =>
    a.version - b.version || (order.get(a) ?? 0) - (order.get(b) ?? 0);
  return [...new Set(lineages.values())].map(lineage => lineage.sort(byVersion));
}
