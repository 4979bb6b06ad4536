import type { Message } from '../domain/message.js';
import type { Remark } from '../domain/remark.js';
import type { QuotedLine } from '../mail/quotation.js';
import { stripMarks } from '../mail/quotation-marks.js';
import { Aligner, type Alignment, makeQuoteStream } from './place-remarks-align.js';
import { cutBlocks, type RemarkBlock } from './place-remarks-blocks.js';
import { type PatchLines, squeeze } from './place-remarks-lines.js';
import { remarkKindOf } from './remark-kind.js';

/** A mail that answers a patch. */
export interface Reply {
  readonly message: Message;
  readonly lines: readonly QuotedLine[];
  /** How many replies lie between: 1 for an answer to the patch itself; undefined where the way to it is not known. */
  readonly distance?: number | undefined;
  /** Whether the mail is at hand whose words stand at this depth: then they are placed there, not here. */
  readonly isAtHand: (depth: number, comment: string) => boolean;
}

/** A text shorter than this stands in every patch: `}`, `+else`. */
const tellingCharsMin = 8;
/** At an unexpected depth, only longer changed lines are taken for the patch's. */
const strayCharsMin = 14;

export interface TellingQuote {
  readonly depth: number;
  readonly squeezed: string;
}

/** The quoted lines of a mail that are no commonplace. */
export function tellingQuotes(lines: readonly QuotedLine[]): TellingQuote[] {
  return lines
    .filter(line => line.depth > 0 && line.role === 'text')
    .map(line => ({ depth: line.depth, squeezed: squeeze(line.text) }))
    .filter(quote => quote.squeezed.length >= tellingCharsMin);
}

/** Counts by depth how many quoted lines stand in the patch. */
export function countHits(quotes: readonly TellingQuote[], patch: PatchLines): Map<number, number> {
  const hits = new Map<number, number>();
  for (const { depth, squeezed } of quotes) {
    if (patch.index.has(squeezed)) hits.set(depth, (hits.get(depth) ?? 0) + 1);
  }
  return hits;
}

/** Places each block of own text in a reply, and each block of another person whose own mail is not at hand, on the patch. */
export function placeReply(reply: Reply, patch: PatchLines): Remark[] {
  const depth = patchDepth(reply, patch);
  const quoted = quotedLines(reply.lines, patch, depth);
  const remarks = placeBlocks(reply, patch, quoted, depth, 0);
  for (let voice = 1; voice < depth; voice += 1) remarks.push(...placeBlocks(reply, patch, quoted, depth, voice));
  return remarks;
}

/** The depth at which the patch is quoted: where most of its lines stand; as deep as the thread says where that is no help. */
function patchDepth(reply: Reply, patch: PatchLines): number {
  const expected = reply.distance ?? 1;
  let depth = expected;
  let most = 0;
  for (const [at, count] of countHits(tellingQuotes(reply.lines), patch)) {
    if (count > most || (count === most && at === expected)) {
      depth = at;
      most = count;
    }
  }
  return depth;
}

/** What a mail quotes of the patch. */
interface PatchQuotes {
  readonly aligner: Aligner;
  /** For each line of the mail, the entry of the stream that stands there or last stood above; undefined before the first. */
  readonly entryAt: readonly (number | undefined)[];
  /** Lines of the mail that are quoted from the patch. */
  readonly isPatch: ReadonlySet<number>;
}

function quotedLines(lines: readonly QuotedLine[], patch: PatchLines, depth: number): PatchQuotes {
  const texts: string[] = [];
  const entryAt: (number | undefined)[] = [];
  const isPatch = new Set<number>();
  for (const [at, line] of lines.entries()) {
    const text = patchTextOf(line, patch, depth);
    if (text !== undefined && squeeze(text) !== '') {
      texts.push(text);
      isPatch.add(at);
    }
    entryAt.push(texts.length > 0 ? texts.length - 1 : undefined);
  }
  return { aligner: new Aligner(patch, makeQuoteStream(texts)), entryAt, isPatch };
}

const cutMark = /^\s*[[<({]*\s*(?:\.{2,}|…|snip)\s*[\])>}]*\s*$/iu;

function patchTextOf(line: QuotedLine, patch: PatchLines, depth: number): string | undefined {
  if (line.depth === 0 || line.role === 'attribution') return undefined;
  if (line.depth === depth) return line.role === 'signature' || cutMark.test(line.text) ? undefined : line.text;
  const text = line.depth > depth ? stripMarks(line.marked, depth).text : line.text;
  const squeezed = squeeze(text);
  if (line.depth > depth && patch.index.has(squeezed)) return text;
  const own = squeeze(line.text);
  return own.length >= strayCharsMin && /^[+-]/.test(own) && patch.index.has(own) ? line.text : undefined;
}

function placeBlocks(reply: Reply, patch: PatchLines, quoted: PatchQuotes, depth: number, voice: number): Remark[] {
  const remarks: Remark[] = [];
  for (const block of cutBlocks(reply.lines, voice)) {
    const quotedFrom = voice === 0 ? undefined : speakerAbove(reply.lines, block, voice);
    if (voice > 0 && (quotedFrom === undefined || reply.isAtHand(voice, block.comment))) continue;
    const remark = placeBlock(reply, patch, quoted, block, depth);
    if (remark !== undefined) remarks.push(quotedFrom === undefined ? remark : { ...remark, quotedFrom });
  }
  return remarks;
}

function speakerAbove(lines: readonly QuotedLine[], block: RemarkBlock, voice: number): string | undefined {
  for (let at = block.quotedAt; at < lines.length; at += 1) {
    const line = lines[at];
    if (line?.depth === voice) return line.speaker;
  }
  return undefined;
}

/**
 * Places one block on the patch's last line quoted above it. Other people's words in between do not change the place: they talk about
 * it, too. A block that follows no quotation of the patch at all is undefined.
 */
function placeBlock(
  reply: Reply,
  patch: PatchLines,
  quoted: PatchQuotes,
  block: RemarkBlock,
  depth: number,
): Remark | undefined {
  const last = reply.lines[block.quotedAt];
  if (last === undefined) return undefined;
  const entry = quoted.entryAt[block.quotedAt];
  if (entry === undefined && last.depth < depth) return undefined;
  const base = {
    messageId: reply.message.id,
    patchMessageId: patch.patch.messageId,
    kind: remarkKindOf(block.comment),
    comment: block.comment,
    quotedLine: last.text.trim(),
  };
  const isTalk = !quoted.isPatch.has(block.quotedAt) && (last.depth >= depth || last.role === 'signature');
  if (entry === undefined || isTalk) return { ...base, state: 'not-found' };
  return { ...base, ...positionOf(quoted.aligner.find(entry), patch) };
}

type Position = Pick<Remark, 'state' | 'path' | 'side' | 'line'>;

function positionOf(alignment: Alignment, patch: PatchLines): Position {
  if (alignment.state === 'not-found') return { state: 'not-found' };
  if (alignment.state === 'ambiguous') {
    const isMessage =
      alignment.among.length > 0 && alignment.among.every(at => patch.lines[at]?.place.section === 'message');
    return { state: isMessage ? 'commit-message' : 'ambiguous' };
  }
  const place = patch.lines[alignment.at]?.place;
  if (place === undefined || place.section === 'message') return { state: 'commit-message' };
  return { state: 'exact', path: place.path, side: place.side, line: place.line };
}
