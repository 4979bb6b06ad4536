import type { FileDiff } from '../../domain/diff.js';
import type { Message } from '../../domain/message.js';
import type { Patch } from '../../domain/patch.js';
import type { Thread, ThreadNode } from '../../domain/thread.js';
import { parseSubject } from '../../mail/subject.js';
import { makePatch } from '../make-patch.js';
import { mendPatch } from '../quoted/read-quoted-patch.js';
import { makePatchLines, type PatchLines } from './patch-lines.js';
import { ThreadWords } from './thread-words.js';

/** Discussions do not get deeper than this below their patch; a chain of thousands is an attack. */
const ancestorsMax = 60;

export interface PatchAbove {
  readonly patch: PatchLines;
  /** 1 where the mail answers the patch itself. */
  readonly distance: number;
}

/** What there is to talk about in a thread: the patches of its series, and those that people put into their replies. */
export class ThreadPatches {
  readonly words: ThreadWords;
  readonly series: readonly Patch[];
  readonly #nodes: ReadonlyMap<string, ThreadNode>;
  /** By Message-ID; undefined for a mail that carries none. */
  readonly #patches: Map<string, Patch | undefined>;
  readonly #lines = new Map<Patch, PatchLines>();

  constructor(thread: Thread, series: readonly Patch[]) {
    this.words = new ThreadWords(thread.nodes);
    this.#nodes = new Map(thread.nodes.map(node => [node.id, node]));
    this.series = series.map(patch => withAllHunks(patch, this.#nodes.get(patch.messageId)?.message));
    this.#patches = new Map(this.series.map(patch => [patch.messageId, patch]));
  }

  /** Undefined for the root. */
  parentOf(node: ThreadNode): ThreadNode | undefined {
    return node.parentId === undefined ? undefined : this.#nodes.get(node.parentId);
  }

  /** From the parent upwards, ghosts among them. */
  *ancestors(node: ThreadNode): Iterable<ThreadNode> {
    let at = this.parentOf(node);
    for (let distance = 1; at !== undefined && distance <= ancestorsMax; distance += 1) {
      yield at;
      at = this.parentOf(at);
    }
  }

  /** The patches that a mail may talk about because it stands below them, nearest first. */
  *above(node: ThreadNode): Iterable<PatchAbove> {
    let distance = 0;
    for (const ancestor of this.ancestors(node)) {
      distance += 1;
      const patch = this.#patchOf(ancestor);
      if (patch !== undefined) yield { patch: this.linesOf(patch), distance };
    }
  }

  linesOf(patch: Patch): PatchLines {
    const known = this.#lines.get(patch);
    if (known !== undefined) return known;
    const made = makePatchLines(patch);
    this.#lines.set(patch, made);
    return made;
  }

  /** A patch's own mail; a patch sent in answer to a remark (`Re:`) may hold remarks, too. */
  isPatchMail(message: Message): boolean {
    return this.#patches.get(message.id) !== undefined && !parseSubject(message.subject).isReply;
  }

  /** Whether a patch was sent in answer to a mail, so that the mail cannot quote it. */
  isBelow(patch: Patch, node: ThreadNode): boolean {
    const patchNode = this.#nodes.get(patch.messageId);
    if (patchNode === undefined) return false;
    for (const ancestor of this.ancestors(patchNode)) if (ancestor === node) return true;
    return false;
  }

  #patchOf(node: ThreadNode): Patch | undefined {
    if (node.message !== undefined && !this.#patches.has(node.id))
      this.#patches.set(node.id, counterPatch(node.message));
    return this.#patches.get(node.id);
  }
}

const unquotedDiff = /^(?:diff --git |@@ -\d)/m;

/** The diff that a reply proposes, without the words around it: those are not the patch's. */
function counterPatch(message: Message): Patch | undefined {
  if (!unquotedDiff.test(message.body)) return undefined;
  const patch = makePatch(message, 1);
  return patch.files.length === 0 ? undefined : { ...patch, title: '', commitMessage: '', trailers: [], notes: '' };
}

/** A patch whose mail was damaged on its way is quoted as it was damaged: its lines are still lines of a file. */
function withAllHunks(patch: Patch, message: Message | undefined): Patch {
  const isDamaged = patch.problems.some(problem => problem.code === 'diff-damaged');
  if (!isDamaged || patch.isQuoted || message === undefined) return patch;
  const { files } = mendPatch(message);
  return hunkCount(files) > hunkCount(patch.files) ? { ...patch, files } : patch;
}

function hunkCount(files: readonly FileDiff[]): number {
  return files.reduce((sum, file) => sum + file.hunks.length, 0);
}
