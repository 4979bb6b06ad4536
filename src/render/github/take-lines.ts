/** The first lines that there is room for, and how many others there are. */
export function takeLines(
  lines: readonly string[],
  { linesMax, charsMax }: { readonly linesMax: number; readonly charsMax: number },
): { readonly kept: readonly string[]; readonly missing: number } {
  let room = charsMax;
  const kept = lines.slice(0, linesMax);
  const end = kept.findIndex(line => {
    room -= line.length + 1;
    return room < 0;
  });
  const taken = end < 0 ? kept : kept.slice(0, end);
  return { kept: taken, missing: lines.length - taken.length };
}
