import type { Message } from '../../domain/message.js';
import type { Patch } from '../../domain/patch.js';
import type { Thread, ThreadNode } from '../../domain/thread.js';
import { isSignatureLine, mayForward, type QuotedLine } from '../../mail/quotation.js';
import { parseSubject } from '../../mail/subject.js';
import { dropWhiteSpaceOf, makePatchLines, type PatchLines } from '../remarks/patch-lines.js';
import { type PatchAbove, ThreadPatches } from '../remarks/thread-patches.js';
import { ThreadReading } from '../remarks/thread-reading.js';
import { readPatchAtDepth } from './read-quoted-patch.js';

/**
 * Recovers the patches that the replies of a thread quote and whose own mails are not at hand. Remarks between the quoted
 * lines are left out, lost markers are restored where the counts of the hunk prove it; what does not come to its counts is a
 * Problem of the patch. Where several replies quote one patch, the fullest quotation counts. `known` are the thread's patches.
 * The ids are `quoted.<16 digits of the patch-id>@faultline.invalid`; the mail lines are those of the quoting mail.
 *
 * @param reading of this thread, where its remarks are placed afterwards
 */
export function recoverQuotedPatches(
  thread: Thread,
  known: readonly Patch[],
  reading: ThreadReading = new ThreadReading(thread),
): Patch[] {
  const knownIds = new Set(known.map(patch => patch.messageId));
  const candidates = thread.nodes.filter(({ id, message }) => {
    return message !== undefined && !knownIds.has(id) && quotesDiff(message.body);
  });
  if (candidates.length === 0) return [];
  const patches = new ThreadPatches(reading, known);
  const patchIds = new Set(known.map(patch => patch.patchId));
  const found = new Map<string, Patch>();
  for (const node of candidates) {
    if (node.message === undefined || quotesMailAbove(node, patches)) continue;
    for (const patch of quotedPatches(node.message, [...patches.above(node)], reading)) {
      if (patchIds.has(patch.patchId)) continue;
      const key = subjectKey(node.message);
      const other = found.get(key);
      if (other === undefined || lineCount(patch) > lineCount(other)) found.set(key, patch);
    }
  }
  return [...new Map([...found.values()].map(patch => [patch.messageId, patch])).values()];
}

/** Words are found in a tenth of the time that a pattern takes which may begin at any line. */
function quotesDiff(body: string): boolean {
  return (body.includes('@@ -') || body.includes('diff --git ')) && quotedDiff.test(body);
}

const quotedDiff = /^ ?[A-Za-z]{0,4}[>|][ >|]*(?:diff --git |@@ -\d)/m;
const quotedChange = /^ ?[A-Za-z]{0,4}[>|][ >|]*[+-][^\n]*/gm;
const marksOfChange = /^ ?[A-Za-z]{0,4}[>|][ >|]*/gm;
const diffStart = /^(?:diff --git |@@ -\d)/;
/** A deeper quotation of a whole patch was never seen; each level is one more reading of the mail. */
const depthMax = 8;

/**
 * Whether all that may be a quoted change stands in one mail above: then the mail quotes no patch that is not at hand, and need not be taken
 * apart, which most of them are spared. Where lines without a mark may be quoted as well, that is not known.
 */
function quotesMailAbove(node: ThreadNode, patches: ThreadPatches): boolean {
  const body = node.message?.body ?? '';
  if (mayForward(body)) return false;
  const changes = (body.match(quotedChange) ?? []).join('\n').replace(marksOfChange, '').split('\n');
  const telling = dropWhiteSpaceOf(changes.filter(text => text !== '' && !isSignatureLine(text)));
  for (const { mail } of patches.above(node))
    if (mail !== undefined && holdsAll(patches.reading.changedLinesOf(mail), telling)) return true;
  return false;
}

/** The patches that a mail quotes, but for those above it in the thread. */
function quotedPatches(message: Message, above: readonly PatchAbove[], reading: ThreadReading): Patch[] {
  const lines = reading.quotationOf(message);
  const depths = new Set(lines.filter(line => diffStart.test(line.text)).map(line => line.depth));
  const patches: Patch[] = [];
  for (const depth of depths) {
    if (depth === 0 || depth > depthMax) continue;
    const quoted = changesAt(lines, depth);
    if (above.some(known => hasAll(known.patch, quoted))) continue;
    const patch = readPatchAtDepth(message, lines, depth);
    if (patch.patchId === undefined) continue;
    const changes = changesOf(patch);
    if (above.some(known => hasAll(known.patch, changes))) continue;
    patches.push({ ...patch, messageId: `quoted.${patch.patchId.slice(0, 16)}@faultline.invalid`, isQuoted: true });
  }
  return patches;
}

function holdsAll(lines: ReadonlySet<string>, changes: readonly string[]): boolean {
  return changes.every(change => lines.has(change));
}

/** A trimmed quotation has another patch-id than its patch, but no change that the patch has not. */
function hasAll(patch: PatchLines, changes: readonly string[]): boolean {
  return changes.every(change => patch.index.has(change));
}

function changesAt(lines: readonly QuotedLine[], depth: number): readonly string[] {
  const changed = lines.filter(line => line.depth === depth && /^[+-]/.test(line.text) && line.role === 'text');
  return dropWhiteSpaceOf(changed.map(line => line.text));
}

function changesOf(patch: Patch): string[] {
  const { lines } = makePatchLines(patch);
  return lines.filter(line => line.place.section === 'line' && /^[+-]/.test(line.text)).map(line => line.squeezed);
}

function subjectKey(message: Message): string {
  const { version, number, title } = parseSubject(message.subject);
  return JSON.stringify([version, number, title.toLowerCase()]);
}

function lineCount(patch: Patch): number {
  return patch.files.reduce((sum, file) => file.hunks.reduce((lines, hunk) => lines + hunk.lines.length, sum), 0);
}
