import { limits } from '../../domain/limits.js';
import type { Message } from '../../domain/message.js';
import type { Patch } from '../../domain/patch.js';
import type { Thread, ThreadNode } from '../../domain/thread.js';
import { type QuotedLine, readQuotation } from '../../mail/quotation.js';
import { makePatch } from '../make-patch.js';
import { dropWhiteSpaceOf, makePatchLines, type PatchLines, type ReplyLine, squeezeLines } from './patch-lines.js';
import { ThreadWords } from './thread-words.js';

/** The mails of one thread, read once for all that look at them: to recover patches from them, then to place what they say. */
export class ThreadReading {
  readonly nodes: ReadonlyMap<string, ThreadNode>;
  readonly words: ThreadWords;
  readonly #quotations = new Map<Message, readonly QuotedLine[]>();
  readonly #lines = new Map<Message, readonly ReplyLine[]>();
  readonly #changes = new Map<Message, ReadonlySet<string>>();
  readonly #proposed = new Map<Message, Patch | undefined>();
  readonly #patchLines = new Map<Patch, PatchLines>();
  #keptLines = 0;

  constructor(thread: Thread) {
    this.nodes = new Map(thread.nodes.map(node => [node.id, node]));
    this.words = new ThreadWords(thread.nodes, message => this.linesOf(message));
  }

  /** The lines of a mail by who wrote them. Up to `limits.quotationLinesKeptMax` lines of a thread are kept, the others are read again. */
  quotationOf(message: Message): readonly QuotedLine[] {
    return this.#keep(this.#quotations, message, () => readQuotation(message.body, message.form));
  }

  /** The same, squeezed; kept likewise. */
  linesOf(message: Message): readonly ReplyLine[] {
    return this.#keep(this.#lines, message, () => squeezeLines(this.quotationOf(message)));
  }

  #keep<Line>(kept: Map<Message, readonly Line[]>, message: Message, read: () => readonly Line[]): readonly Line[] {
    const known = kept.get(message);
    if (known !== undefined) return known;
    const lines = read();
    if (this.#keptLines + lines.length <= limits.quotationLinesKeptMax) {
      this.#keptLines += lines.length;
      kept.set(message, lines);
    }
    return lines;
  }

  /** The lines of a mail that begin as changed lines of a diff do, squeezed. */
  changedLinesOf(message: Message): ReadonlySet<string> {
    const known = this.#changes.get(message);
    if (known !== undefined) return known;
    const lines = new Set(dropWhiteSpaceOf(message.body.match(/^[+-][^\n]*/gm) ?? []));
    this.#changes.set(message, lines);
    return lines;
  }

  /** The lines of a patch that a reply may quote. */
  patchLinesOf(patch: Patch): PatchLines {
    const known = this.#patchLines.get(patch);
    if (known !== undefined) return known;
    const made = makePatchLines(patch);
    this.#patchLines.set(patch, made);
    return made;
  }

  /** The diff that a reply proposes, without the words around it: those are not the patch's. Undefined where it holds none. */
  proposedPatchOf(message: Message): Patch | undefined {
    if (!this.#proposed.has(message)) this.#proposed.set(message, readProposal(message));
    return this.#proposed.get(message);
  }
}

const unquotedDiff = /^(?:diff --git |@@ -\d)/m;

function readProposal(message: Message): Patch | undefined {
  if (!unquotedDiff.test(message.body)) return undefined;
  const patch = makePatch(message, 1);
  return patch.files.length === 0 ? undefined : { ...patch, title: '', commitMessage: '', trailers: [], notes: '' };
}
