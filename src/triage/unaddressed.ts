import { type DiffLine, type FileDiff, type Hunk, pathOf } from '../domain/diff.js';
import { limits } from '../domain/limits.js';
import type { Mailbox, Message } from '../domain/message.js';
import type { Remark } from '../domain/remark.js';
import type { Series } from '../domain/series.js';
import type { UnaddressedRemark } from '../domain/triage.js';
import { readQuotation } from '../mail/quotation.js';
import { cutBlocks } from '../series/remarks/cut-blocks.js';
import { botReasonOf, isBotMail } from './bots.js';
import type { FamilyIndex } from './family.js';

/**
 * The remarks of people on the version before this one that nobody answered and that no change followed: their hunk stands in this
 * version with the same changed lines. A patch, a file or a hunk that is gone or changed follows the remark, whatever it says.
 */
export function findUnaddressed(index: FamilyIndex, series: Series): readonly UnaddressedRemark[] {
  const before = index.predecessorOf(series);
  if (before === undefined) return [];
  const remarks = before.patches.flatMap(patch => index.remarksOn(patch));
  if (remarks.length === 0) return [];
  const kept = indexHunks(series);
  return remarks.flatMap(remark => {
    const message = index.messageOf(remark.messageId);
    const spokenOf = hunkOf(before, remark);
    const stands = spokenOf === undefined ? undefined : kept.get(keyOf(spokenOf.file, spokenOf.hunk));
    if (message === undefined || spokenOf === undefined || stands === undefined) return [];
    const speaker = speakerOf(remark, message);
    if (isBotMail(message) || botReasonOf(speaker) !== undefined || index.isAuthor(before, speaker)) return [];
    if (isAnswered(index, before, remark)) return [];
    const { patchMessageId, file, hunk } = stands;
    return [{ remark, speaker, patchMessageId, path: pathOf(file), ...placeIn(hunk, spokenOf) }];
  });
}

function speakerOf({ quotedFrom }: Remark, { from }: Message): Mailbox {
  return quotedFrom === undefined ? from : { name: quotedFrom, email: '' };
}

interface HunkOfFile {
  readonly file: FileDiff;
  readonly hunk: Hunk;
}

interface SpokenOf extends HunkOfFile {
  /** Index of the line that is spoken of. */
  readonly at: number;
}

interface KeptHunk extends HunkOfFile {
  readonly patchMessageId: string;
}

/** The hunk on a line of which a remark was placed; undefined for one that says nothing about the code, or has no exact place. */
function hunkOf(
  series: Series,
  { kind, state, patchMessageId, path, side, line, comment }: Remark,
): SpokenOf | undefined {
  if (kind !== 'remark' || state !== 'exact' || path === undefined || line === undefined || isPraise(comment))
    return undefined;
  const patch = series.patches.find(each => each.messageId === patchMessageId);
  for (const file of patch?.files ?? []) {
    if (file.newPath !== path && file.oldPath !== path) continue;
    for (const hunk of file.hunks) {
      const at = hunk.lines.findIndex(({ oldLine, newLine }) => (side === 'old' ? oldLine : newLine) === line);
      if (at >= 0) return { file, hunk, at };
    }
  }
  return undefined;
}

const praise =
  /^(?:(?:the|this|it|that|overall|all)(?: (?:above|whole|rest|of it))*(?: (?:code|patch|change|fix|cleanup|series))? )?(?:looks?|is|are|seems?) (?:really |very |quite |pretty |all )?(?:good|nice|fine|ok(?:ay)?|great|correct|sane|reasonable|right)(?: to me)?[.!]?$/i;

/** What asks for nothing: `This looks really nice.`, also above a tag and a name. */
function isPraise(comment: string): boolean {
  const lines = comment.split('\n').map(line => line.trim());
  const said = lines.filter(
    line => line !== '' && !/^[A-Za-z-]+-by:|^(?:many )?thanks?\b|^\p{Lu}\p{Ll}+[.,]?$/u.test(line),
  );
  return said.every(line => praise.test(line));
}

/** The hunks of a version, by what they change. */
function indexHunks(series: Series): ReadonlyMap<string, KeptHunk> {
  const found = new Map<string, KeptHunk>();
  for (const { messageId, files } of series.patches) {
    for (const file of files)
      for (const hunk of file.hunks) found.set(keyOf(file, hunk), { file, hunk, patchMessageId: messageId });
  }
  return found;
}

/** Path and changed lines, white space left out: line numbers and context move with every rebase. */
function keyOf(file: FileDiff, hunk: Hunk): string {
  const changed = hunk.lines.filter(isChanged);
  return [pathOf(file), ...changed.map(({ kind, text }) => `${kind} ${text.replace(/\s+/g, '')}`)].join('\n');
}

/** The line of the same hunk in the next version: as many changed lines from its beginning; context may have moved, so that it is the one before. */
function placeIn(hunk: Hunk, { hunk: before, at }: SpokenOf): { readonly side: 'old' | 'new'; readonly line: number } {
  const changedBefore = before.lines.slice(0, at + 1).filter(isChanged).length;
  const changed = hunk.lines.filter(isChanged);
  const line = changed[Math.max(0, changedBefore - 1)];
  return line?.kind === 'removed'
    ? { side: 'old', line: line.oldLine ?? hunk.oldStart }
    : { side: 'new', line: line?.newLine ?? hunk.newStart };
}

function isChanged({ kind }: DiffLine): boolean {
  return kind !== 'context';
}

/** Whether an author of the series answered this very block, or the mail as a whole. */
function isAnswered(index: FamilyIndex, series: Series, remark: Remark): boolean {
  const words = squeezedLines(remark.comment);
  const others = index
    .remarksIn(remark.messageId)
    .filter(({ kind }) => kind === 'remark')
    .flatMap(({ comment }) => squeezedLines(comment));
  return answersBelow(index, remark.messageId).some(message => {
    if (!index.isAuthor(series, message.from)) return false;
    const answered = answeredLines(message);
    return words.some(line => answered.has(line)) || !others.some(line => answered.has(line));
  });
}

/** Lines of a single word stand in every mail. */
function squeezedLines(text: string): readonly string[] {
  const lines = text.split('\n').map(line => line.replace(/\s+/g, ' ').trim());
  const telling = lines.filter(line => line.includes(' '));
  return telling.length > 0 ? telling : lines.filter(line => line !== '');
}

/** The quoted lines that own words follow. */
function answeredLines(message: Message): ReadonlySet<string> {
  const lines = readQuotation(message.body, message.form);
  const answered = cutBlocks(lines, 0).flatMap(({ segmentStart, quotedAt }) => lines.slice(segmentStart, quotedAt + 1));
  return new Set(answered.filter(({ depth }) => depth > 0).map(({ text }) => text.replace(/\s+/g, ' ').trim()));
}

/** The mails below one, however deep. */
function answersBelow(index: FamilyIndex, messageId: string): readonly Message[] {
  const found: Message[] = [];
  const open = [messageId];
  for (let id = open.pop(); id !== undefined && found.length < limits.ancestorsMax; id = open.pop()) {
    for (const child of index.childrenOf(id)) {
      open.push(child.id);
      if (child.message !== undefined) found.push(child.message);
    }
  }
  return found;
}
