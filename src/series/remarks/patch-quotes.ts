import type { Remark } from '../../domain/remark.js';
import { stripMarks } from '../../mail/quotation-marks.js';
import { Aligner, type Alignment, makeQuoteStream, type QuotedText } from './aligner.js';
import type { FoundPatch } from './patch-finder.js';
import { dropWhiteSpace, isCommonplace, type PatchLines, type ReplyLine } from './patch-lines.js';

/** Where a remark belongs, as far as one patch tells. */
export interface Placement extends Pick<Remark, 'state' | 'path' | 'side' | 'line'> {
  /** Index of the mail's line that quotes the place; undefined where no line of the patch is quoted. */
  readonly quotedAt: number | undefined;
  /** The quoted line is no commonplace. */
  readonly isTelling: boolean;
}

/** At an unexpected depth, only longer changed lines are taken for the patch's. */
const strayCharsMin = 14;
const cutMark = /^\s*[[<({]*\s*(?:\.{2,}|…|snip)\s*[\])>}]*\s*$/iu;

/** What a mail quotes of one patch. */
export class PatchQuotes {
  readonly patch: PatchLines;
  readonly depth: number;
  readonly #lines: readonly ReplyLine[];
  readonly #aligner: Aligner;
  /** For each line of the mail, the entry of the stream that stands there or last stood above. */
  readonly #entryAt: readonly number[];
  /** For each entry, the mail's line. */
  readonly #lineOf: readonly number[];

  constructor(lines: readonly ReplyLine[], { patch, depth }: FoundPatch) {
    this.patch = patch;
    this.depth = depth;
    this.#lines = lines;
    const texts: QuotedText[] = [];
    const entryAt: number[] = [];
    const lineOf: number[] = [];
    for (const [at, line] of lines.entries()) {
      const text = quotedText(line, patch, depth);
      if (text !== undefined) {
        texts.push(text);
        lineOf.push(at);
      }
      entryAt.push(texts.length - 1);
    }
    this.#entryAt = entryAt;
    this.#lineOf = lineOf;
    this.#aligner = new Aligner(patch, makeQuoteStream(texts));
  }

  /**
   * Places what follows a line of the mail on the patch's last line quoted up to there. Other people's words in between do not change
   * the place: they talk about it, too. Undefined where nothing of the patch is quoted.
   */
  placeAfter(quotedAt: number): Placement | undefined {
    const last = this.#lines[quotedAt];
    const entry = this.#entryAt[quotedAt] ?? -1;
    if (last === undefined || (entry < 0 && last.depth !== this.depth)) return undefined;
    const at = this.#lineOf[entry];
    const isElse = at !== quotedAt && last.depth >= this.depth;
    if (at === undefined || isElse) return { state: 'not-found', quotedAt: undefined, isTelling: false };
    const isTelling = !isCommonplace(this.#lines[at]?.squeezed ?? '');
    return { ...positionOf(this.#aligner.find(entry), this.patch), quotedAt: at, isTelling };
  }
}

/** What a line of the mail quotes of the patch, if it does. */
function quotedText(line: ReplyLine, patch: PatchLines, depth: number): QuotedText | undefined {
  if (line.depth === 0 || line.squeezed === '' || line.role === 'attribution') return undefined;
  if (line.depth === depth) return line.role === 'signature' || cutMark.test(line.text) ? undefined : line;
  if (line.depth > depth) {
    const { text } = stripMarks(line.marked, depth);
    const squeezed = dropWhiteSpace(text);
    if (patch.index.has(squeezed)) return { text, squeezed };
  }
  const isStray = line.squeezed.length >= strayCharsMin && /^[+-]/.test(line.squeezed);
  return isStray && isFileLine(patch, line.squeezed) ? line : undefined;
}

/** Any diff of the same file has the same header: only lines of the file are the patch's own. */
function isFileLine(patch: PatchLines, squeezed: string): boolean {
  const [at] = patch.index.get(squeezed) ?? [];
  return at !== undefined && patch.lines[at]?.place.section === 'line';
}

function positionOf(alignment: Alignment, patch: PatchLines): Pick<Remark, 'state' | 'path' | 'side' | 'line'> {
  if (alignment.state === 'not-found') return { state: 'not-found' };
  if (alignment.state === 'ambiguous') {
    const { among } = alignment;
    const isMessage = among.length > 0 && among.every(at => patch.lines[at]?.place.section === 'message');
    return { state: isMessage ? 'commit-message' : 'ambiguous' };
  }
  const place = patch.lines[alignment.at]?.place;
  if (place === undefined || place.section === 'message') return { state: 'commit-message' };
  return { state: 'exact', path: place.path, side: place.side, line: place.line };
}
