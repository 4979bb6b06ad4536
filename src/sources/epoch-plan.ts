import type { ArchiveChange } from './archive-changes.js';
import type { SourceMemory } from './mail-source.js';
import { Ordinals } from './ordinals.js';
import { countKnown, findKnown, placeOf } from './places.js';

/**
 * How what comes is told from what was taken before. `new`: nothing that is listed was taken, so a blob that memory knows comes
 * again. `mixed`: some of it may have been. `retold`: history was rewritten, and what was taken is said to be still there.
 */
export type EpochMode = 'new' | 'mixed' | 'retold';

/** What to do with one change of an epoch. */
export interface PlannedStep {
  readonly change: ArchiveChange;
  readonly place: string;
  /** `skip`: it was taken before. `withdraw`: every coming of the blob, of which `place` is the last. */
  readonly action: 'read' | 'skip' | 'withdraw';
  /** Which coming of its blob this is, in this epoch; 0 for a deletion of what never came. */
  readonly ordinal: number;
  /** Nothing more of that commit follows. */
  readonly endsCommit: boolean;
}

/** Gives each change of an epoch its place, in order; one planner for the whole of a reading. */
export class EpochPlanner {
  readonly #ordinals = new Ordinals();
  readonly #scope: string;
  readonly #mode: EpochMode;
  readonly #memory: SourceMemory;

  constructor(scope: string, mode: EpochMode, memory: SourceMemory) {
    this.#scope = scope;
    this.#mode = mode;
    this.#memory = memory;
  }

  async plan(changes: readonly ArchiveChange[]): Promise<readonly PlannedStep[]> {
    const before = this.#mode === 'new' ? await this.#countBefore(changes) : new Map<string, number>();
    const steps = changes.map(({ kind, blob }) => {
      const count = before.get(blob) ?? 0;
      const ordinal = kind === 'came' ? this.#ordinals.next(blob, count) : Math.max(this.#ordinals.last(blob), count);
      return { ordinal, place: placeOf(this.#scope, blob, ordinal) };
    });
    const places = steps.filter((_, index) => changes[index]?.kind === 'came').map(step => step.place);
    const known = this.#mode === 'new' ? new Set<string>() : await findKnown(this.#memory, places);
    return changes.map((change, index) => {
      const { ordinal = 0, place = '' } = steps[index] ?? {};
      const action = change.kind === 'deleted' ? 'withdraw' : known.has(place) ? 'skip' : 'read';
      return { change, place, ordinal, action, endsCommit: changes[index + 1]?.commit !== change.commit };
    });
  }

  #countBefore(changes: readonly ArchiveChange[]): Promise<ReadonlyMap<string, number>> {
    const untold = changes.map(change => change.blob).filter(blob => this.#ordinals.last(blob) === 0);
    return countKnown(this.#memory, this.#scope, untold);
  }
}
