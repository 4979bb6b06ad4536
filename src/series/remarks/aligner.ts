import { limits } from '../../domain/limits.js';
import { isCommonplace, type PatchLine, type PatchLines } from './patch-lines.js';

/** One quoted line of the patch. */
export interface QuotedText {
  /** Without quote marks. */
  readonly text: string;
  readonly squeezed: string;
}

/** A quoted line in a mail that quotes the patch. */
export interface QuoteEntry extends QuotedText {
  /** Where it begins and ends in the stream's text. */
  readonly start: number;
  readonly end: number;
}

/** All that a mail quotes of a patch, in order, own words left out: what stands above and below a remark tells where it belongs. */
export interface QuoteStream {
  /** The squeezed texts of all entries, end to end: so a wrapped or joined line reads like the line it was. */
  readonly text: string;
  readonly entries: readonly QuoteEntry[];
  readonly starts: ReadonlySet<number>;
}

/** Puts quoted lines together. None may be blank. */
export function makeQuoteStream(texts: readonly QuotedText[]): QuoteStream {
  const entries: QuoteEntry[] = [];
  let end = 0;
  for (const { text, squeezed } of texts) {
    entries.push({ text, squeezed, start: end, end: end + squeezed.length });
    end += squeezed.length;
  }
  const starts = new Set(entries.map(entry => entry.start));
  starts.add(end);
  return { text: entries.map(entry => entry.squeezed).join(''), entries, starts };
}

/** `at` is an index into the lines of the patch. */
export type Alignment =
  | { readonly state: 'found'; readonly at: number }
  | { readonly state: 'ambiguous'; readonly among: readonly number[] }
  | { readonly state: 'not-found' };

/** A run of this many equal lines singles out a place against shorter runs. */
const runLinesMin = 3;
/** Longer runs prove no more. */
const runLinesMax = 60;
/** How far a quoted line may lie that tells between which lines a remark stands. */
const neighboursMax = 400;
/** A line of the patch may have been wrapped into this many quoted lines. */
const wrappedLinesMax = 4;

/** Finds the lines of one patch that the entries of one stream quote. Spends at most `limits.placementStepsMax` comparisons. */
export class Aligner {
  readonly #patch: PatchLines;
  readonly #stream: QuoteStream;
  #steps = 0;

  constructor(patch: PatchLines, stream: QuoteStream) {
    this.#patch = patch;
    this.#stream = stream;
  }

  /**
   * Finds the line that an entry quotes, of which it is the last piece if the line was wrapped. Where the text occurs more than
   * once, the lines quoted above decide, then those below, then indentation, then the unique lines around; else it is ambiguous.
   */
  find(entryIndex: number): Alignment {
    const entry = this.#stream.entries[entryIndex];
    if (entry === undefined) return { state: 'not-found' };
    const candidates = this.#candidatesFor(entryIndex, entry);
    if (candidates.length === 0) return { state: 'not-found' };
    const chosen = candidates.length === 1 ? decided(candidates) : this.#choose(candidates, entryIndex, entry);
    if (chosen.state !== 'found' || this.#isInOrder(chosen.at, entryIndex, entry)) return chosen;
    return { state: 'ambiguous', among: [chosen.at] };
  }

  /**
   * A commonplace (`}`) that stands in the patch only once may still be quoted from elsewhere: from a hunk that was damaged, or from
   * what a quoted reply proposes. So unless its neighbours stand next to it, it must at least lie between theirs, and not below a line
   * that the patch does not have.
   */
  #isInOrder(at: number, entryIndex: number, entry: QuoteEntry): boolean {
    if (!isCommonplace(this.#line(at)?.squeezed ?? '')) return true;
    if (this.#runAbove(at, entry.end) > 1 || this.#runBelow(at + 1, entry.end) > 0) return true;
    const next = this.#stream.entries[entryIndex - 1];
    if (next !== undefined && this.#lookUp(next.squeezed).length === 0) return false;
    const above = this.#uniqueNeighbour(entryIndex, -1);
    const below = this.#uniqueNeighbour(entryIndex, 1);
    return (above === undefined || above < at) && (below === undefined || at < below);
  }

  #choose(candidates: readonly number[], entryIndex: number, entry: QuoteEntry): Alignment {
    this.#steps += candidates.length;
    if (this.#steps >= limits.placementStepsMax) return { state: 'ambiguous', among: [] };
    const above = new Map(candidates.map(at => [at, this.#runAbove(at, entry.end)]));
    const longest = best(candidates, at => above.get(at) ?? 0);
    if (longest.length === 1 && (above.get(longest[0] ?? 0) ?? 0) >= runLinesMin) return decided(longest);
    const around = best(candidates, at => (above.get(at) ?? 0) + this.#runBelow(at + 1, entry.end));
    if (around.length === 1) return decided(around);
    const alike = best(around, at => likeness(this.#line(at)?.text ?? '', entry.text));
    if (alike.length === 1) return decided(alike);
    return decided(this.#betweenNeighbours(alike, entryIndex));
  }

  #line(at: number): PatchLine | undefined {
    return this.#patch.lines[at];
  }

  #lookUp(squeezed: string): readonly number[] {
    return this.#patch.index.get(squeezed) ?? [];
  }

  /** Lines equal to the entry; else lines of which it is the last piece; else lines of which it is made up. */
  #candidatesFor(entryIndex: number, entry: QuoteEntry): readonly number[] {
    const equal = this.#lookUp(entry.squeezed);
    if (equal.length > 0) return equal;
    for (let pieces = 2; pieces <= wrappedLinesMax; pieces += 1) {
      const first = this.#stream.entries[entryIndex - pieces + 1];
      if (first === undefined) break;
      const wrapped = this.#lookUp(this.#stream.text.slice(first.start, entry.end));
      if (wrapped.length > 0) return wrapped;
    }
    return this.#joinedCandidates(entry);
  }

  #joinedCandidates(entry: QuoteEntry): readonly number[] {
    const from = Math.max(1, entry.squeezed.length - limits.joinedLineCharsMax);
    for (let cut = from; cut < entry.squeezed.length; cut += 1) {
      const tail = this.#lookUp(entry.squeezed.slice(cut)).filter(at => this.#runAbove(at, entry.end) > 0);
      if (tail.length > 0) return tail;
    }
    return [];
  }

  /** How many lines of the patch, up to `at`, the stream repeats up to `end`: only whole quoted lines count. */
  #runAbove(at: number, end: number): number {
    let run = 0;
    let position = end;
    for (let lines = 1; lines <= runLinesMax; lines += 1) {
      const line = this.#line(at + 1 - lines);
      if (line === undefined || !this.#spend() || !this.#stream.text.endsWith(line.squeezed, position)) break;
      position -= line.squeezed.length;
      if (this.#stream.starts.has(position)) run = lines;
    }
    return run;
  }

  #runBelow(at: number, start: number): number {
    let run = 0;
    let position = start;
    for (let lines = 1; lines <= runLinesMax; lines += 1) {
      const line = this.#line(at - 1 + lines);
      if (line === undefined || !this.#spend() || !this.#stream.text.startsWith(line.squeezed, position)) break;
      position += line.squeezed.length;
      if (this.#stream.starts.has(position)) run = lines;
    }
    return run;
  }

  #spend(): boolean {
    this.#steps += 1;
    return this.#steps < limits.placementStepsMax;
  }

  /**
   * People quote in order. So a remark stands between the places of the nearest lines above and below it that occur only once; and
   * where nothing below is quoted, in the hunk of the one above.
   */
  #betweenNeighbours(candidates: readonly number[], entryIndex: number): readonly number[] {
    const above = this.#uniqueNeighbour(entryIndex, -1);
    if (above === undefined) return candidates;
    const below = this.#uniqueNeighbour(entryIndex, 1);
    if (below !== undefined && below > above) {
      const between = candidates.filter(at => at > above && at < below);
      if (between.length === 1) return between;
    }
    const hunkNumber = this.#line(above)?.place.hunkNumber;
    const inHunk = candidates.filter(at => at > above && this.#line(at)?.place.hunkNumber === hunkNumber);
    return hunkNumber !== undefined && inHunk.length === 1 ? inHunk : candidates;
  }

  #uniqueNeighbour(entryIndex: number, step: 1 | -1): number | undefined {
    for (let distance = 1; distance <= neighboursMax && this.#spend(); distance += 1) {
      const entry = this.#stream.entries[entryIndex + step * distance];
      if (entry === undefined) return undefined;
      const places = this.#lookUp(entry.squeezed);
      if (places.length === 1) return places[0];
    }
    return undefined;
  }
}

function decided(candidates: readonly number[]): Alignment {
  const [at] = candidates;
  return candidates.length === 1 && at !== undefined
    ? { state: 'found', at }
    : { state: 'ambiguous', among: candidates };
}

function best(candidates: readonly number[], score: (at: number) => number): readonly number[] {
  const scores = candidates.map(score);
  const top = scores.reduce((a, b) => Math.max(a, b), 0);
  return candidates.filter((_, index) => scores[index] === top);
}

/** Indentation is evidence where the quotation kept it. */
function likeness(patchText: string, quotedText: string): number {
  if (patchText.trimEnd() === quotedText.trimEnd()) return 2;
  const fold = (text: string): string => text.replace(/\s+/gu, ' ').trim();
  return fold(patchText) === fold(quotedText) ? 1 : 0;
}
