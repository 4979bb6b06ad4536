import type { Placement, Placer } from '../placer.js';
import type { ArchiveChange } from './archive-changes.js';

/** What to do with one change. */
export interface PlannedStep extends Omit<Placement, 'isKnown'> {
  readonly change: ArchiveChange;
  /** `skip`: it was taken before. `withdraw`: every coming of the blob, up to the ordinal. */
  readonly action: 'read' | 'skip' | 'withdraw';
  /** Nothing more of that commit follows. */
  readonly endsCommit: boolean;
}

/** What is to be done with changes, in their order. */
export async function planSteps(changes: readonly ArchiveChange[], placer: Placer): Promise<readonly PlannedStep[]> {
  const placements = await placer.place(changes.map(({ kind, blob }) => ({ id: blob, comes: kind === 'came' })));
  return placements.flatMap((placement, index) => {
    const change = changes[index];
    if (change === undefined) return [];
    const { place, ordinal, isKnown } = placement;
    const action = change.kind === 'deleted' ? 'withdraw' : isKnown ? 'skip' : 'read';
    return [{ place, ordinal, change, action, endsCommit: changes[index + 1]?.commit !== change.commit }];
  });
}
