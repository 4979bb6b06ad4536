import type { DiffLine, FileDiff } from '../../domain/diff.js';
import type { Message } from '../../domain/message.js';
import type { Patch } from '../../domain/patch.js';
import { type QuotedLine, readQuotation } from '../../mail/quotation.js';
import { parseSubject } from '../../mail/subject.js';
import { makePatch } from '../make-patch.js';
import { type RepairLine, recountHunks, repairHunks } from './repair-hunks.js';

/**
 * Reads the lines that a mail quotes at one depth as the mail they were: what others wrote in between is left out,
 * hunks are repaired where their counts prove it. The patch keeps the id of the quoting mail, and its mail lines are those of
 * that mail; its author is whom the attribution names, unless the quoted words say more.
 */
export function readPatchAtDepth(message: Message, lines: readonly QuotedLine[], depth: number): Patch {
  const speaker = lines.find(line => line.depth === depth && line.speaker !== undefined)?.speaker;
  return readRepaired(
    { ...message, from: { name: speaker ?? '', email: '' } },
    repairHunks(linesOfDepth(lines, depth)),
  );
}

/** Reads a patch mail again, its damaged hunks mended. For finding places in it only: it does not apply as it was sent. */
export function mendPatch(message: Message): Patch {
  return readRepaired(message, recountHunks(linesOfDepth(readQuotation(message.body, message.form), 0)));
}

function readRepaired(message: Message, repaired: readonly RepairLine[]): Patch {
  const original: Message = {
    ...message,
    body: repaired.map(line => line.text).join('\n'),
    attachments: [],
  };
  // What an answer to a cover letter (`0/12`) quotes is no patch of that number.
  const patch = makePatch(original, parseSubject(message.subject).number || 1);
  const lineOf = (mailLine: number): number => repaired[mailLine - 1]?.line ?? mailLine;
  return {
    ...patch,
    files: patch.files.map(file => moveFile(file, lineOf)),
    problems: patch.problems.map(problem => ({
      ...problem,
      mailLine: problem.mailLine === undefined ? undefined : lineOf(problem.mailLine),
    })),
  };
}

function linesOfDepth(lines: readonly QuotedLine[], depth: number): RepairLine[] {
  const taken: RepairLine[] = [];
  for (const [at, line] of lines.entries()) {
    if (line.depth !== depth || line.role !== 'text') continue;
    const isEdge = isOther(lines[at - 1], depth) || isOther(lines[at + 1], depth);
    taken.push({ text: line.text, line: line.line, isLoose: isEdge && line.text.trim() === '' });
  }
  return taken;
}

function isOther(line: QuotedLine | undefined, depth: number): boolean {
  return line !== undefined && line.depth !== depth;
}

function moveFile(file: FileDiff, lineOf: (mailLine: number) => number): FileDiff {
  const moveLine = (line: DiffLine): DiffLine => ({ ...line, mailLine: lineOf(line.mailLine) });
  return {
    ...file,
    mailLine: lineOf(file.mailLine),
    hunks: file.hunks.map(hunk => ({ ...hunk, mailLine: lineOf(hunk.mailLine), lines: hunk.lines.map(moveLine) })),
  };
}
