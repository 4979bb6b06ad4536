import type { Message } from '../domain/message.js';
import type { Patch } from '../domain/patch.js';
import type { ThreadNode } from '../domain/thread.js';
import type { QuotedLine } from '../mail/quotation.js';
import { parseSubject } from '../mail/subject.js';
import { makePatchLines, type PatchLines } from './place-remarks-lines.js';
import { countHits, type TellingQuote, tellingQuotes } from './place-remarks-reply.js';
import type { ThreadIndex } from './place-remarks-thread.js';

/** The patch that a mail talks about. */
export interface FoundPatch {
  readonly patch: PatchLines;
  /** 1 where the mail answers the patch itself; undefined where the thread shows no way from one to the other. */
  readonly distance?: number | undefined;
}

/** A reply that stands below no patch is tied to one by at least this many telling lines of its hunks. */
const looseHitsMin = 2;

/** Finds the patch that a mail of the thread talks about. */
export class PatchFinder {
  readonly #thread: ThreadIndex;
  readonly #patches: ReadonlyMap<string, Patch>;
  readonly #lines = new Map<string, PatchLines>();

  constructor(thread: ThreadIndex, patches: readonly Patch[]) {
    this.#thread = thread;
    this.#patches = new Map(patches.map(patch => [patch.messageId, patch]));
  }

  /** A patch's own mail; a patch sent in answer to a remark (`Re:`) may hold remarks, too. */
  isPatch(message: Message): boolean {
    return this.#patches.has(message.id) && !parseSubject(message.subject).isReply;
  }

  /** The nearest patch above of which the mail quotes something; else one that it quotes without standing below it; else the nearest. */
  find(node: ThreadNode, lines: readonly QuotedLine[]): FoundPatch | undefined {
    const telling = tellingQuotes(lines);
    let nearest: FoundPatch | undefined;
    let distance = 0;
    for (const ancestor of this.#thread.ancestors(node)) {
      distance += 1;
      const patch = this.#patches.get(ancestor.id);
      if (patch === undefined) continue;
      const found = { patch: this.#linesOf(patch), distance };
      nearest ??= found;
      if (countHits(telling, found.patch).size > 0) return found;
    }
    const loose = this.#findLoose(node, telling);
    return loose === undefined ? nearest : { patch: loose };
  }

  /** The one patch of the thread of which the mail quotes most; undefined where two are equal. */
  #findLoose(node: ThreadNode, telling: readonly TellingQuote[]): PatchLines | undefined {
    const texts = new Set(telling.map(quote => quote.squeezed));
    if (!telling.some(quote => changedLine.test(quote.squeezed))) return undefined;
    let most = looseHitsMin - 1;
    let found: PatchLines | undefined;
    for (const patch of this.#patches.values()) {
      if (!this.#mayQuote(node, patch)) continue;
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

  /** A mail whose parent was not seen quotes that one, not another version of it; and none quotes its own answers. */
  #mayQuote(node: ThreadNode, patch: Patch): boolean {
    if (patch.isQuoted) return true;
    const parent = this.#thread.parentOf(node);
    if (parent !== undefined && parent.message === undefined) return false;
    const patchNode = this.#thread.find(patch.messageId);
    if (patchNode === undefined) return true;
    for (const ancestor of this.#thread.ancestors(patchNode)) if (ancestor.id === node.id) return false;
    return true;
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
