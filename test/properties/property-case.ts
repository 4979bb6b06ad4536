/** A change of one C file, and what may be said of it. All texts hold one byte a character. */
export interface PropertyCase {
  /** Unique among all cases, without white space: the last word of the subject of its mail. */
  readonly name: string;
  /** The tree before the change, by path. */
  readonly before: ReadonlyMap<string, string>;
  /** The file that is changed. */
  readonly path: string;
  /** What it is after the change. */
  readonly after: string;
  /** What may be said by the hunks alone besides what the whole file shows: `rule function`. */
  readonly excused: readonly string[];
  /** Words of which hunks that do not show all may say too much: nothing else in the case tells that it is harmless. */
  readonly telling?: readonly string[] | undefined;
}

/** A case told in other words: what is found in it moves along, and nothing else changes. */
export interface VariedCase extends PropertyCase {
  /** Where a line of the plain case stands now. */
  readonly lineOf: (side: 'old' | 'new', line: number) => number;
  readonly nameOf: (name: string) => string;
}

/** The text of the changed file before the change. */
export function beforeOf({ before, path }: PropertyCase): string {
  return before.get(path) ?? '';
}
