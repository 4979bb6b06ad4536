import { joinDiffs } from '../diff/join-diffs.js';
import { makeLineMap } from '../diff/line-map.js';
import type { CodeText, SourcePair } from '../domain/source.js';

/** One file of a series, from before the patch that a trail begins with to behind the last one that was followed. */
export class FileTrail {
  readonly #first: SourcePair;
  #last: SourcePair;
  /** Per line of the file now, its index before the first patch. */
  #toOld: readonly (number | undefined)[];

  /** `pair`: a whole file. */
  constructor(pair: SourcePair) {
    this.#first = pair;
    this.#last = pair;
    this.#toOld = linkOf(pair);
  }

  /** Where the file lies now; undefined once it is deleted. */
  get path(): string | undefined {
    return this.#last.file.newPath;
  }

  /** Takes the next patch of the file along. False where its old side is not what the trail came to: then nothing is known any more. */
  follow(pair: SourcePair): boolean {
    const isNext = pair.evidence === 'file' && haveEqualLines(linesOf(this.#last, 'new'), linesOf(pair, 'old'));
    if (!isNext) return false;
    const before = this.#toOld;
    this.#toOld = linkOf(pair).map(index => (index === undefined ? undefined : before[index]));
    this.#last = pair;
    return true;
  }

  /** All that was followed as one change. Its lines count from 1. */
  join(): SourcePair {
    const states = { old: linesOf(this.#first, 'old'), new: linesOf(this.#last, 'new'), toOld: this.#toOld };
    const piece = { old: textOf(this.#first, 'old'), new: textOf(this.#last, 'new'), heading: '' };
    return { ...this.#first, file: joinDiffs(this.#first.file, this.#last.file, states), pieces: [piece] };
  }

  /** Whether the word stands in the file as the first patch left it. */
  beganWith(word: string): boolean {
    return hasWord(linesOf(this.#first, 'new'), word);
  }
}

/** Whether a word stands in the lines, as a whole. */
function hasWord(lines: readonly string[], word: string): boolean {
  const pattern = new RegExp(`(?<!\\w)${word.replace(/\W/g, '\\$&')}(?!\\w)`);
  return lines.some(line => line.includes(word) && pattern.test(line));
}

/** The code with its lines counted from 1: itself where it is so, since what is read out of it is kept with it. */
function textOf(pair: SourcePair, side: 'old' | 'new'): CodeText {
  const code = pair.pieces[0]?.[side];
  return code?.firstLine === 1 ? code : { lines: linesOf(pair, side), firstLine: 1 };
}

function linesOf(pair: SourcePair, side: 'old' | 'new'): readonly string[] {
  return pair.pieces[0]?.[side].lines ?? [];
}

/** Per line of the new side, its index on the old one. */
function linkOf({ file, pieces }: SourcePair): readonly (number | undefined)[] {
  const [piece] = pieces;
  if (!piece) return [];
  const map = makeLineMap(file);
  return piece.new.lines.map((_, index) => {
    const line = map.toOld(index + piece.new.firstLine);
    return line === undefined ? undefined : line - piece.old.firstLine;
  });
}

function haveEqualLines(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((line, index) => line === other[index]);
}
