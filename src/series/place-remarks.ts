import type { Message } from '../domain/message.js';
import type { Patch } from '../domain/patch.js';
import type { Remark } from '../domain/remark.js';
import type { Thread, ThreadNode } from '../domain/thread.js';
import { type QuotedLine, readQuotation } from '../mail/quotation.js';
import { makePatchLines, type PatchLines } from './place-remarks-lines.js';
import { countHits, placeReply, type TellingQuote, tellingQuotes } from './place-remarks-reply.js';

/**
 * Places the blocks of own text in all replies of a thread on the lines of its patches, in reading order. `patches` are the
 * patches of this thread, those recovered from quotations (`recoverQuotedPatches`) among them. A reply belongs to the nearest patch
 * above it of which it quotes something; where the thread shows none, to the one patch whose lines it quotes.
 * Deterministic; a mail that answers no patch yields nothing.
 */
export function placeRemarks(thread: Thread, patches: readonly Patch[]): Remark[] {
  if (patches.length === 0) return [];
  const finder = new PatchFinder(thread, patches);
  const remarks: Remark[] = [];
  for (const node of thread.nodes) {
    const { message } = node;
    if (message === undefined || !hasQuotation(message) || finder.isPatch(message)) continue;
    const lines = readQuotation(message.body, message.form);
    const found = finder.find(node, lines);
    if (found === undefined) continue;
    const isAtHand = (depth: number): boolean => finder.ancestorAt(node, depth)?.message !== undefined;
    remarks.push(...placeReply({ message, lines, distance: found.distance, isAtHand }, found.patch));
  }
  return remarks;
}

const quoteMark = /^ ?[A-Za-z]{0,4}[>|]/m;

function hasQuotation(message: Message): boolean {
  return quoteMark.test(message.body) || /^-+ ?original message/im.test(message.body);
}

interface FoundPatch {
  readonly patch: PatchLines;
  readonly distance?: number | undefined;
}

/** A reply that stands below no patch is tied to one by at least this many telling lines of its hunks. */
const looseHitsMin = 2;
/** Discussions below a patch do not get deeper than this; a chain of thousands is an attack. */
const ancestorsMax = 60;

/** Finds the patch that a mail of the thread talks about. */
class PatchFinder {
  readonly #nodes: ReadonlyMap<string, ThreadNode>;
  readonly #patches: ReadonlyMap<string, Patch>;
  readonly #lines = new Map<string, PatchLines>();

  constructor(thread: Thread, patches: readonly Patch[]) {
    this.#nodes = new Map(thread.nodes.map(node => [node.id, node]));
    this.#patches = new Map(patches.map(patch => [patch.messageId, patch]));
  }

  /** A patch's own mail; a patch sent in answer to a remark (`Re:`) may hold remarks, too. */
  isPatch(message: Message): boolean {
    return this.#patches.has(message.id) && !/^\s*(?:re|aw|sv|antw)\s*:/i.test(message.subject);
  }

  ancestorAt(node: ThreadNode, distance: number): ThreadNode | undefined {
    let at: ThreadNode | undefined = node;
    for (let step = 0; step < distance && at !== undefined; step += 1) at = this.#parentOf(at);
    return at;
  }

  find(node: ThreadNode, lines: readonly QuotedLine[]): FoundPatch | undefined {
    const telling = tellingQuotes(lines);
    let nearest: FoundPatch | undefined;
    for (const found of this.#ancestors(node)) {
      nearest ??= found;
      if (countHits(telling, found.patch).size > 0) return found;
    }
    const loose = this.#findLoose(telling);
    return loose === undefined ? nearest : { patch: loose };
  }

  *#ancestors(node: ThreadNode): Iterable<FoundPatch> {
    let at = this.#parentOf(node);
    for (let distance = 1; at !== undefined && distance <= ancestorsMax; distance += 1) {
      const patch = this.#patches.get(at.id);
      if (patch !== undefined) yield { patch: this.#linesOf(patch), distance };
      at = this.#parentOf(at);
    }
  }

  #parentOf(node: ThreadNode): ThreadNode | undefined {
    return node.parentId === undefined ? undefined : this.#nodes.get(node.parentId);
  }

  /** The one patch of the thread of which the mail quotes most; undefined where two are equal. */
  #findLoose(telling: readonly TellingQuote[]): PatchLines | undefined {
    const texts = new Set(telling.map(quote => quote.squeezed));
    if (!telling.some(quote => changedLine.test(quote.squeezed))) return undefined;
    let most = looseHitsMin - 1;
    let found: PatchLines | undefined;
    for (const patch of this.#patches.values()) {
      const candidate = this.#linesOf(patch);
      const hits = hunkHits(texts, candidate);
      if (hits === most) found = undefined;
      if (hits > most) {
        most = hits;
        found = candidate;
      }
    }
    return found;
  }

  #linesOf(patch: Patch): PatchLines {
    const known = this.#lines.get(patch.messageId);
    if (known !== undefined) return known;
    const made = makePatchLines(patch);
    this.#lines.set(patch.messageId, made);
    return made;
  }
}

const changedLine = /^(?:[+-]|@@)/;

function hunkHits(texts: ReadonlySet<string>, patch: PatchLines): number {
  let hits = 0;
  for (const text of texts) {
    const at = patch.index.get(text)?.[0];
    if (at !== undefined && patch.lines[at]?.place.section === 'line') hits += 1;
  }
  return hits;
}
