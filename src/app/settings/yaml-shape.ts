import type { CST } from 'yaml';
import { limits } from '../../domain/limits.js';

/** Where a file is out of all proportion, and in what. */
export interface ShapeFault {
  /** 0-based place in the text. */
  readonly offset: number;
  readonly found: string;
  readonly expected: string;
}

type Level = readonly (CST.Token | null | undefined)[];

/**
 * The first place at which collections lie too deep in one another or have too many entries; undefined where there is none. It looks at
 * the plain tokens, level by level, before the library composes anything of them, since that goes down by recursion.
 */
export function findShapeFault(tokens: readonly CST.Token[]): ShapeFault | undefined {
  let level: Level = tokens.map(token => (token.type === 'document' ? token.value : undefined));
  for (let depth = 1; level.length > 0; depth += 1) {
    const collections = level.flatMap(token => (token && 'items' in token ? [token] : []));
    const [first] = collections;
    if (first !== undefined && depth > limits.settingsDepthMax) {
      const expected = `at most ${limits.settingsDepthMax}`;
      return { offset: first.offset, found: `more than ${limits.settingsDepthMax} levels in one another`, expected };
    }
    const large = collections.find(({ items }) => items.length > limits.settingsEntriesMax);
    if (large !== undefined) {
      const expected = `at most ${limits.settingsEntriesMax}`;
      return { offset: large.offset, found: `${large.items.length} entries`, expected };
    }
    level = collections.flatMap(({ items }) => items.flatMap(({ key, value }) => [key, value]));
  }
  return undefined;
}
