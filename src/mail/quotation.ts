import { limits } from '../domain/limits.js';
import type { Message } from '../domain/message.js';
import { type Attribution, readAttribution } from './quotation-attribution.js';
import { dropStrayLetters, findMarkReader, stripMarks } from './quotation-marks.js';

/** `attribution`: says who is quoted (`On Monday A wrote:`, the header block of a forwarded mail). */
export type QuotedLineRole = 'text' | 'attribution' | 'signature';

export interface QuotedLine {
  /** 1-based, in the body. */
  readonly line: number;
  /** 0: the sender's own words; 1: those of the mail that is answered; and so on. */
  readonly depth: number;
  /** Without quote marks. */
  readonly text: string;
  /** As it stands in the body, a foreign quote mark turned into `>`. */
  readonly marked: string;
  readonly role: QuotedLineRole;
  /** Who speaks at this depth, as far as an attribution above says. Always undefined at depth 0. */
  readonly speaker?: string | undefined;
}

interface MutableLine {
  line: number;
  depth: number;
  text: string;
  marked: string;
  role: QuotedLineRole;
  speaker?: string | undefined;
}

/**
 * Reads a body as lines that know how deep they are quoted and by whom they were written. The sender's signature is cut off
 * (RFC 3676: `-- `; a saved page has lost the space, so there `--` is enough); signatures inside quotations are marked.
 * Never fails: a line without any mark is the sender's own.
 */
export function readQuotation(body: string, form: Message['form']): QuotedLine[] {
  const bodyLines = body.split('\n');
  const readMark = findMarkReader(bodyLines);
  const lines: MutableLine[] = [];
  // Written out, for most of the time goes by here: nothing is made for a line but what is kept of it.
  for (let index = 0; index < bodyLines.length; index += 1) {
    const bodyLine = bodyLines[index] ?? '';
    if (isSignatureMark(bodyLine, form)) break;
    const marked = dropStrayLetters(readMark(bodyLine), bodyLines[index - 1], bodyLines[index + 1]);
    const { depth, text } = stripMarks(marked);
    lines.push({ line: index + 1, depth, text, marked, role: 'text', speaker: undefined });
  }
  restoreSpaces(lines);
  markForwarded(lines);
  markAttributions(lines);
  markSignatures(lines);
  return lines;
}

function isSignatureMark(text: string, form: Message['form']): boolean {
  return text === '-- ' || (form === 'page' && text === '--');
}

/** A hand-made line may lack the space after its mark; where this share of a depth's lines lacks it, the client puts none. */
const bareShareMin = 0.1;
const bareLinesMin = 2;

/** Where a client quotes with a bare `>`, the space behind the mark is the quoted line's own: the marker of a context line. */
function restoreSpaces(lines: readonly MutableLine[]): void {
  const counts = new Map<number, { all: number; bare: number }>();
  for (const line of lines) {
    if (line.depth === 0 || line.text.trim() === '') continue;
    const count = counts.get(line.depth) ?? { all: 0, bare: 0 };
    count.all += 1;
    if (!lostSpace(line)) count.bare += 1;
    counts.set(line.depth, count);
  }
  for (const line of lines) {
    const count = counts.get(line.depth);
    if (count === undefined || count.bare < bareLinesMin || count.bare < count.all * bareShareMin) continue;
    if (lostSpace(line)) line.text = ` ${line.text}`;
  }
}

function lostSpace(line: MutableLine): boolean {
  return line.marked.at(-line.text.length - 1) === ' ';
}

const separatorWords =
  "(?:original message|forwarded message|ursprüngliche nachricht|message d'origine|mensaje original)";
const separator = new RegExp(`^-{2,}\\s*${separatorWords}\\s*-{2,}$`, 'iu');
const forwards = new RegExp(separatorWords, 'iu');

/** Whether lines of a body without a mark may be quoted: by a client that only puts a separator above them. */
export function mayForward(body: string): boolean {
  return forwards.test(body);
}
const headerLine =
  /^\*?(?:from|sent|to|cc|bcc|date|subject|importance|reply-to|von|gesendet|an|betreff|de|envoyé|à|objet)\s*:\*?\s/iu;
/** A header block is longer than this only where it names hundreds of recipients. */
const headerBlockLinesMax = 60;

/**
 * Outlook quotes by a separator and a header block, and leaves the lines below them unmarked. They are quoted one deeper than
 * they look, unless marks follow: then the sender's client marked them after all, and unmarked lines are his own.
 */
function markForwarded(lines: MutableLine[]): void {
  let base = 0;
  let shift = 0;
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index];
    if (line === undefined) continue;
    const seen = line.depth;
    if (shift > 0 && seen < base) shift = 0;
    line.depth = Math.min(seen + shift, limits.quoteDepthMax);
    if (!line.text.includes('--') || !separator.test(line.text.trim())) continue;
    const end = markHeaderBlock(lines, index, seen, shift);
    if (end.isUnmarked) {
      base = seen;
      shift += 1;
    }
    index = end.index;
  }
}

/** Marks separator and header block as an attribution; says where they end and whether unmarked quoted text follows. */
function markHeaderBlock(
  lines: readonly MutableLine[],
  start: number,
  depth: number,
  shift: number,
): { index: number; isUnmarked: boolean } {
  let index = start;
  let name: string | undefined;
  let headers = 0;
  const end = Math.min(lines.length, start + headerBlockLinesMax);
  for (let at = start; at < end; at += 1) {
    const line = lines[at];
    if (line === undefined || stripMarks(line.marked).depth !== depth) break;
    if (at > start && headers > 0 && line.text.trim() === '') break;
    if (headerLine.test(line.text)) headers += 1;
    else if (at > start && headers === 0) break;
    name ??= /^\*?(?:from|von|de)\s*:\*?\s*"?([^"<[(]+)/iu.exec(line.text)?.[1]?.trim();
    line.depth = Math.min(depth + shift, limits.quoteDepthMax);
    line.role = 'attribution';
    line.speaker = name;
    index = at;
  }
  const next = lines.slice(index + 1, index + 1 + headerBlockLinesMax).find(line => line.text.trim() !== '');
  return { index, isUnmarked: headers > 1 && next !== undefined && next.depth === depth };
}

/** Finds the attribution above each place where the quotation gets deeper, and names the speakers below it. */
function markAttributions(lines: MutableLine[]): void {
  const speakers: (string | undefined)[] = [];
  let above: MutableLine[] = [];
  for (const line of lines) {
    if (line.role === 'attribution') {
      speakers[line.depth + 1] = line.speaker;
      line.speaker = undefined;
      above = [];
      continue;
    }
    const previous = above.at(-1);
    if (previous !== undefined && line.depth > previous.depth && line.depth > 0) {
      const found = takeAttribution(above);
      if (found !== undefined) speakers[previous.depth + 1] = found.name;
      above = [];
    }
    if (line.depth > 0) line.speaker = speakers[line.depth];
    if (previous !== undefined && previous.depth !== line.depth) above = [];
    if (line.text.trim() !== '') above.push(line);
    else if (above.length > 0 && above.at(-1)?.text.trim() !== '') above = keepAcrossBlank(above);
    if (above.length > 8) above.shift();
  }
}

/** A blank line may stand between an attribution and its quotation, none inside it. */
function keepAcrossBlank(above: readonly MutableLine[]): MutableLine[] {
  const found = readAttribution(above.map(line => line.text));
  return found === undefined ? [] : above.slice(-found.lineCount);
}

function takeAttribution(above: readonly MutableLine[]): Attribution | undefined {
  const found = readAttribution(above.map(line => line.text));
  if (found === undefined) return undefined;
  for (const line of above.slice(-found.lineCount)) line.role = 'attribution';
  return found;
}

/** Quoting often costs the mark its trailing space. A signature inside a quotation ends with it, or after so many lines: what follows then is text again. */
const signatureLinesMax = 12;

function markSignatures(lines: readonly MutableLine[]): void {
  let depth = 0;
  let left = 0;
  for (const [index, line] of lines.entries()) {
    if (line.depth !== depth) left = 0;
    const isSignature = line.depth > 0 && isSignatureLine(line.text);
    if (isSignature || isListFooter(lines, index)) {
      depth = line.depth;
      left = signatureLinesMax;
    }
    if (left > 0) line.role = 'signature';
    left -= 1;
  }
}

/** Whether a quoted line is the mark of a signature, which often lost its blank. */
export function isSignatureLine(text: string): boolean {
  return text.trimEnd() === '--';
}

/** A list server's footer: a long rule, or dashes that lost their space on the way, and the list's words below it. */
function isListFooter(lines: readonly MutableLine[], index: number): boolean {
  if (!/^(?:_{30,}|--)\s*$/.test(lines[index]?.text ?? '')) return false;
  return lines
    .slice(index + 1, index + 3)
    .some(line => /mailing list\b|^to unsubscribe from this list\b/i.test(line.text));
}
