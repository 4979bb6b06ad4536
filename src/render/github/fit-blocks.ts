import { limits } from '../../domain/limits.js';

/** A body in parts, each a list of blocks of markdown. Empty blocks are none. */
export interface Blocks {
  readonly head: readonly string[];
  /** Left out where there is no room for them, from the first on for which there is none. */
  readonly items?: readonly string[] | undefined;
  readonly tail?: readonly string[] | undefined;
  /** Says that so many of the items are left out, and where they are to be seen. */
  readonly leftOut: (count: number) => string;
}

/**
 * A body that GitHub takes: whole blocks with empty lines between. Head and tail are bounded by who makes them; where
 * they are too long all the same, blocks of them are missing.
 */
export function fitBlocks({ head, items = [], tail = [], leftOut }: Blocks, charsMax: number = bodyCharsMax): string {
  const wanted = items.filter(block => block !== '');
  let room = charsMax - leftOut(wanted.length).length - separator.length;
  const take = (blocks: readonly string[]): readonly string[] => {
    const kept: string[] = [];
    for (const block of blocks) {
      if (block === '') continue;
      const size = block.length + separator.length;
      if (size > room) break;
      room -= size;
      kept.push(block);
    }
    return kept;
  };
  const [first, last, between] = [take(head), take(tail), take(wanted)];
  const missing = wanted.length - between.length;
  return [...first, ...between, ...(missing === 0 ? [] : [leftOut(missing)]), ...last].join(separator);
}

const bodyCharsMax = limits.githubBodyCharsMax;
const separator = '\n\n';
