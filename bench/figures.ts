/** The sum of measured milliseconds. */
export function sumOf(milliseconds: readonly number[]): number {
  return milliseconds.reduce((sum, each) => sum + each, 0);
}

export function meanOf(milliseconds: readonly number[]): number {
  return sumOf(milliseconds) / milliseconds.length;
}

/** The value that `share` (0 to 1) of the measured ones do not exceed. */
export function percentileOf(milliseconds: readonly number[], share: number): number {
  const ascending = milliseconds.toSorted((a, b) => a - b);
  return ascending[Math.max(0, Math.ceil(share * ascending.length) - 1)] ?? 0;
}

/** `4.2 ms`, `612 ms`. */
export function showMs(milliseconds: number): string {
  return `${milliseconds.toFixed(milliseconds < 100 ? 1 : 0)} ms`;
}

/** Evenly drawn from a list, in its order; all where there are no more. */
export function drawEvenly<T>(list: readonly T[], most: number): readonly T[] {
  const step = Math.max(1, list.length / most);
  return Array.from({ length: Math.min(most, list.length) }, (_, index) => list[Math.floor(index * step)]).filter(
    each => each !== undefined,
  );
}

/** A line of the report. */
export function print(label: string, words: string): void {
  process.stdout.write(`${label.padEnd(24)} ${words}\n`);
}

/** Whether what is aimed at was reached. */
export function verdict(isMet: boolean): string {
  return isMet ? 'met' : 'MISSED';
}
