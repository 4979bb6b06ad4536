import type { FileDiff } from '../../domain/diff.js';
import type { Message } from '../../domain/message.js';
import type { Patch } from '../../domain/patch.js';
import type { ThreadNode } from '../../domain/thread.js';
import { parseSubject } from '../../mail/subject.js';
import { mendPatch } from '../quoted/read-quoted-patch.js';
import type { PatchLines } from './patch-lines.js';
import type { ThreadReading } from './thread-reading.js';

/** Discussions do not get deeper than this below their patch; a chain of thousands is an attack. */
const ancestorsMax = 60;

/** A patch that a mail may talk about. */
export class PatchAbove {
  /** The mail whose changed lines are those of the patch; undefined where some of them may not be. */
  readonly mail: Message | undefined;
  /** 1 where the mail answers the patch itself. */
  readonly distance: number;
  readonly #list: () => PatchLines;

  constructor(mail: Message | undefined, distance: number, list: () => PatchLines) {
    this.mail = mail;
    this.distance = distance;
    this.#list = list;
  }

  /** Listed when they are asked for: a look at the mail alone answers most questions. */
  get patch(): PatchLines {
    return this.#list();
  }
}

/** What there is to talk about in a thread: the patches of its series, and those that people put into their replies. */
export class ThreadPatches {
  readonly reading: ThreadReading;
  readonly series: readonly Patch[];
  readonly #byMessageId: ReadonlyMap<string, Patch>;

  constructor(reading: ThreadReading, series: readonly Patch[]) {
    this.reading = reading;
    this.series = series.map(patch => withAllHunks(patch, reading.nodes.get(patch.messageId)?.message));
    this.#byMessageId = new Map(this.series.map(patch => [patch.messageId, patch]));
  }

  /** Undefined for the root. */
  parentOf(node: ThreadNode): ThreadNode | undefined {
    return node.parentId === undefined ? undefined : this.reading.nodes.get(node.parentId);
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
    const { linesOf } = this;
    let distance = 0;
    for (const ancestor of this.ancestors(node)) {
      distance += 1;
      const patch = this.#patchOf(ancestor);
      if (patch === undefined) continue;
      // A reply holds more than the change that it proposes.
      const mail = this.#byMessageId.has(ancestor.id) && !isDamaged(patch) ? ancestor.message : undefined;
      yield new PatchAbove(mail, distance, () => linesOf(patch));
    }
  }

  readonly linesOf = (patch: Patch): PatchLines => this.reading.patchLinesOf(patch);

  /** A patch's own mail; a patch sent in answer to a remark (`Re:`) may hold remarks, too. */
  isPatchMail(message: Message): boolean {
    return this.#byMessageId.has(message.id) && !parseSubject(message.subject).isReply;
  }

  /** Whether a patch was sent in answer to a mail, so that the mail cannot quote it. */
  isBelow(patch: Patch, node: ThreadNode): boolean {
    const patchNode = this.reading.nodes.get(patch.messageId);
    if (patchNode === undefined) return false;
    for (const ancestor of this.ancestors(patchNode)) if (ancestor === node) return true;
    return false;
  }

  #patchOf({ id, message }: ThreadNode): Patch | undefined {
    return this.#byMessageId.get(id) ?? (message && this.reading.proposedPatchOf(message));
  }
}

/** A patch whose mail was damaged on its way is quoted as it was damaged: its lines are still lines of a file. */
function withAllHunks(patch: Patch, message: Message | undefined): Patch {
  if (!isDamaged(patch) || patch.isQuoted || message === undefined) return patch;
  const { files } = mendPatch(message);
  return hunkCount(files) > hunkCount(patch.files) ? { ...patch, files } : patch;
}

function isDamaged(patch: Patch): boolean {
  return patch.problems.some(problem => problem.code === 'diff-damaged');
}

function hunkCount(files: readonly FileDiff[]): number {
  return files.reduce((sum, file) => sum + file.hunks.length, 0);
}
