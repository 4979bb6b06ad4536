/** Where two plain values differ, a line each: the path, what was there, and what is. */
export function describeChanges(before: unknown, after: unknown): string {
  const [old, now] = [linesOf(before), linesOf(after)];
  const [oldSet, newSet] = [new Set(old), new Set(now)];
  const gone = old.filter(line => !newSet.has(line)).map(line => `- ${line}`);
  const come = now.filter(line => !oldSet.has(line)).map(line => `+ ${line}`);
  return [...gone.slice(0, linesMax), ...come.slice(0, linesMax)].map(line => line.slice(0, lineCharsMax)).join('\n');
}

const linesMax = 8;
const lineCharsMax = 300;

function linesOf(value: unknown, path = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [`${path}: ${JSON.stringify(value)}`];
  return Object.entries(value).flatMap(([key, inner]) => linesOf(inner, `${path}/${key}`));
}
