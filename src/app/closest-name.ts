/** Changes of one letter by which a name may miss. */
const distanceMax = 3;

/** The known name that somebody may have meant: one that ends alike after its last slash, else the nearest; undefined where none is near. */
export function closestName(asked: string, known: readonly string[]): string | undefined {
  const last = lastPart(asked);
  const candidates = known.map(name => ({
    name,
    distance: Math.min(distanceOf(asked, name), distanceOf(last, lastPart(name)) + 0.5),
  }));
  const [nearest] = candidates.filter(each => each.distance <= distanceMax).sort((a, b) => a.distance - b.distance);
  return nearest?.name;
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** Letters to be put in, taken out or replaced to make one word of the other; more than `distanceMax` where the lengths say so. */
function distanceOf(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > distanceMax) return distanceMax + 1;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...a].entries()) {
    const next = [index + 1];
    for (const [column, other] of [...b].entries()) {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
