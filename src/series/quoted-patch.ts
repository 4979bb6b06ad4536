import type { DiffLine, FileDiff } from '../domain/diff.js';
import type { Message } from '../domain/message.js';
import type { Patch } from '../domain/patch.js';
import type { Thread, ThreadNode } from '../domain/thread.js';
import { type QuotedLine, readQuotation } from '../mail/quotation.js';
import { parseSubject } from '../mail/subject.js';
import { makePatch } from './make-patch.js';
import { makePatchLines, squeeze } from './place-remarks-lines.js';
import { ThreadIndex } from './place-remarks-thread.js';
import { type RepairLine, repairHunks } from './quoted-patch-repair.js';

/**
 * Recovers the patches that the replies of a thread quote and whose own mails are not at hand. Remarks between the quoted
 * lines are left out, lost markers are restored where the counts of the hunk prove it; what does not come to its counts is a
 * Problem of the patch. Where several replies quote one patch, the fullest quotation counts. `known` are the patches at hand.
 * The ids are `quoted.<16 digits of the patch-id>@faultline.invalid`; the mail lines are those of the quoting mail.
 */
export function recoverQuotedPatches(thread: Thread, known: readonly Patch[]): Patch[] {
  const atHand = new KnownPatches(thread, known);
  const found = new Map<string, Patch>();
  for (const node of thread.nodes) {
    const { message } = node;
    if (message === undefined || !quotedDiff.test(message.body) || atHand.isPatchMail(message.id)) continue;
    for (const patch of quotedPatches(message)) {
      if (atHand.has(patch, node)) continue;
      const key = subjectKey(message);
      const other = found.get(key);
      if (other === undefined || lineCount(patch) > lineCount(other)) found.set(key, patch);
    }
  }
  return uniqueById([...found.values()]);
}

const quotedDiff = /^ ?[A-Za-z]{0,4}[>|][ >|]*(?:diff --git |@@ -\d)/m;
/** A deeper quotation of a whole patch was never seen; each level is one more reading of the mail. */
const depthMax = 8;

function quotedPatches(message: Message): Patch[] {
  const lines = readQuotation(message.body, message.form);
  const depths = new Set(lines.filter(line => /^(?:diff --git |@@ -\d)/.test(line.text)).map(line => line.depth));
  const patches: Patch[] = [];
  for (const depth of depths) {
    if (depth === 0 || depth > depthMax) continue;
    const patch = readQuoted(message, lines, depth);
    if (patch !== undefined) patches.push(patch);
  }
  return patches;
}

/** Reads the lines of one depth as the mail they were. */
function readQuoted(message: Message, lines: readonly QuotedLine[], depth: number): Patch | undefined {
  const repaired = repairHunks(linesOfDepth(lines, depth));
  const speaker = lines.find(line => line.depth === depth && line.speaker !== undefined)?.speaker;
  const original: Message = {
    ...message,
    from: { name: speaker ?? '', email: '' },
    body: repaired.map(line => line.text).join('\n'),
    attachments: [],
  };
  const patch = makePatch(original, parseSubject(message.subject).number ?? 1);
  if (patch.patchId === undefined) return undefined;
  const lineOf = (mailLine: number): number => repaired[mailLine - 1]?.line ?? mailLine;
  return {
    ...patch,
    messageId: `quoted.${patch.patchId.slice(0, 16)}@faultline.invalid`,
    files: patch.files.map(file => moveFile(file, lineOf)),
    problems: patch.problems.map(problem => ({
      ...problem,
      mailLine: problem.mailLine === undefined ? undefined : lineOf(problem.mailLine),
    })),
    isQuoted: true,
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

function subjectKey(message: Message): string {
  const { version, number, title } = parseSubject(message.subject);
  return JSON.stringify([version, number, title.toLowerCase()]);
}

function lineCount(patch: Patch): number {
  return patch.files.reduce((sum, file) => file.hunks.reduce((lines, hunk) => lines + hunk.lines.length, sum), 0);
}

function uniqueById(patches: readonly Patch[]): Patch[] {
  return [...new Map(patches.map(patch => [patch.messageId, patch])).values()];
}

/** The patches of a thread that are at hand. */
class KnownPatches {
  readonly #thread: ThreadIndex;
  readonly #byId: ReadonlyMap<string, Patch>;
  readonly #patchIds: ReadonlySet<string | undefined>;

  constructor(thread: Thread, known: readonly Patch[]) {
    this.#thread = new ThreadIndex(thread);
    this.#byId = new Map(known.map(patch => [patch.messageId, patch]));
    this.#patchIds = new Set(known.map(patch => patch.patchId));
  }

  isPatchMail(messageId: string): boolean {
    return this.#byId.has(messageId);
  }

  /**
   * Whether a quoted patch is at hand: as the same patch, or above the quoting mail, with all the changes that are
   * quoted (a trimmed quotation has another patch-id).
   */
  has(quoted: Patch, node: ThreadNode): boolean {
    if (this.#patchIds.has(quoted.patchId)) return true;
    const changes = changesOf(quoted);
    for (const ancestor of this.#thread.ancestors(node)) {
      const patch = this.#byId.get(ancestor.id);
      if (patch === undefined) continue;
      const atHand = new Set(changesOf(patch));
      if (changes.every(change => atHand.has(change))) return true;
    }
    return false;
  }
}

function changesOf(patch: Patch): string[] {
  return makePatchLines(patch)
    .lines.filter(line => line.place.section === 'line' && /^[+-]/.test(line.text))
    .map(line => `${line.place.path ?? ''} ${squeeze(line.text)}`);
}
