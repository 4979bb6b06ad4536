import { limits } from '../../domain/limits.js';
import type { Patch } from '../../domain/patch.js';
import type { ThreadNode } from '../../domain/thread.js';
import { isCommonplace, type PatchLines, type PatchPlace, type ReplyLine } from './patch-lines.js';
import type { ThreadPatches } from './thread-patches.js';

/** A patch that a mail talks about. */
export interface FoundPatch {
  readonly patch: PatchLines;
  /** How many quote marks stand before its lines in the mail. */
  readonly depth: number;
  /** 1 where the mail answers the patch itself; undefined where the thread shows no way from one to the other. */
  readonly distance?: number | undefined;
}

/** A reply that stands below no patch is tied to one by at least this many telling lines: of its hunks, unless it was recovered. */
const looseHitsMin = 2;

/** Finds the patches that a mail of the thread talks about. */
export class PatchFinder {
  readonly #patches: ThreadPatches;

  #steps = 0;

  constructor(patches: ThreadPatches) {
    this.#patches = patches;
  }

  /** Whether there is any patch that a mail could talk about: cheap, for the many threads without one. */
  mayFind(node: ThreadNode): boolean {
    if (this.#patches.series.length > 0) return true;
    for (const _ of this.#patches.above(node)) return true;
    return false;
  }

  /**
   * The patches above of which the mail quotes something, most quoted and then nearest first; where it quotes of none of
   * them, a patch of the thread that it quotes without standing below it; else the patch of a series that it answers.
   */
  find(node: ThreadNode, lines: readonly ReplyLine[]): FoundPatch[] {
    const telling = tellingQuotes(lines);
    const above = [...this.#patches.above(node)].map(({ patch, distance }) => {
      return { patch, distance, ...deepest(countHits(telling, patch, isOwn), distance) };
    });
    const quoted = above.filter(found => found.hits > 0).sort((a, b) => b.hits - a.hits);
    if (quoted.length > 0) return quoted;
    const loose = this.#findLoose(node, telling);
    if (loose !== undefined) return [loose];
    return above.filter(found => found.distance === 1 && this.#patches.series.includes(found.patch.patch));
  }

  /** The one patch of the thread of which the mail quotes most; undefined where two are equal. */
  #findLoose(node: ThreadNode, telling: readonly ReplyLine[]): FoundPatch | undefined {
    if (!telling.some(quote => changedLine.test(quote.squeezed))) return undefined;
    let most = looseHitsMin - 1;
    let found: FoundPatch | undefined;
    for (const patch of this.#patches.series) {
      this.#steps += telling.length;
      if (this.#steps > limits.looseStepsMax) return undefined;
      if (!this.#mayQuote(node, patch)) continue;
      const lines = this.#patches.linesOf(patch);
      const { hits, depth } = deepest(countHits(telling, lines, patch.isQuoted ? isAny : isInFile), 1);
      if (hits === most) found = undefined;
      if (hits > most) {
        most = hits;
        found = { patch: lines, depth };
      }
    }
    return found;
  }

  /** A mail whose parent was not seen quotes that one, not another version of it; and none quotes its own answers. */
  #mayQuote(node: ThreadNode, patch: Patch): boolean {
    if (patch.isQuoted) return true;
    const parent = this.#patches.parentOf(node);
    const answersUnseen = parent !== undefined && parent.message === undefined;
    return !answersUnseen && !this.#patches.isBelow(patch, node);
  }
}

const changedLine = /^(?:[+-]|@@)/;

/** The quoted lines of a mail that are no commonplace. */
function tellingQuotes(lines: readonly ReplyLine[]): ReplyLine[] {
  return lines.filter(line => line.depth > 0 && line.role === 'text' && !isCommonplace(line.squeezed));
}

type Telling = (place: PatchPlace) => boolean;

/** Any diff of the same file has the same header; its hunks and its words are the patch's own. */
const isOwn: Telling = place => place.section !== 'header' || place.hunkNumber !== undefined;
const isInFile: Telling = place => place.section === 'line';
const isAny: Telling = () => true;

/** Counts by depth how many quoted lines stand in the patch, at a place that tells it from others. */
function countHits(quotes: readonly ReplyLine[], patch: PatchLines, tells: Telling): Map<number, number> {
  const hits = new Map<number, number>();
  for (const { depth, squeezed } of quotes) {
    const line = patch.lines[patch.index.get(squeezed)?.[0] ?? -1];
    if (line !== undefined && tells(line.place)) hits.set(depth, (hits.get(depth) ?? 0) + 1);
  }
  return hits;
}

/** The depth at which most lines of the patch are quoted; as deep as the thread says where that is no help. */
function deepest(hits: ReadonlyMap<number, number>, expected: number): { depth: number; hits: number } {
  let depth = expected;
  let most = 0;
  for (const [at, count] of hits) {
    if (count > most || (count === most && at === expected)) {
      depth = at;
      most = count;
    }
  }
  return { depth, hits: most };
}
