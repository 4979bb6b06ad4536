import type { Call } from '../../c/expression.js';
import type { Exposure } from '../code/exposures.js';
import { type FunctionPair, type FunctionSide, newLineOf } from '../function-pair.js';
import type { FaultsOff, State } from '../walk/state.js';
import { matchCalls } from './match-calls.js';

/** A user access that ran with page faults off and does not any more. */
export interface Loss {
  /** The access as it was. */
  readonly before: Call;
  /** What kept faults off before. */
  readonly source: FaultsOff;
  readonly exposure: Exposure;
  /** What is true at the access now, on paths on which nothing keeps them off. */
  readonly after: State;
}

/** The user accesses of a function that ran with page faults off on some paths, and on the same paths do not any more. */
export function findLosses(pair: FunctionPair): Loss[] {
  const { old, new: now } = pair;
  if (!old?.walk.isComplete || !now?.walk.isComplete) return [];
  const losses: Loss[] = [];
  for (const [after, before] of matchAccesses(pair)) {
    const loss = findLoss(pair, { call: before, side: old }, { call: after, side: now });
    if (loss) losses.push(loss);
  }
  return losses;
}

/** The user accesses of the new function, each with the one of the old function that it was. */
export function matchAccesses({ old, new: now, lines }: FunctionPair): Map<Call, Call> {
  const accessOf = (call: Call): string => {
    const exposure = old?.exposures.get(call) ?? now?.exposures.get(call);
    return exposure?.path.at(-1)?.call.name ?? call.name;
  };
  return matchCalls([...(old?.exposures.keys() ?? [])], [...(now?.exposures.keys() ?? [])], lines, accessOf);
}

interface Access {
  readonly call: Call;
  readonly side: FunctionSide;
}

/** What held faults off before on paths on which nothing does after, or undefined. */
function findLoss(pair: FunctionPair, was: Access, is: Access): Loss | undefined {
  const before = was.side.walk.events.get(was.call) ?? [];
  const after = is.side.walk.events.get(is.call) ?? [];
  // A hunk may not show that two conditions are one: a disable on some paths may be on those that count.
  if (pair.evidence === 'hunk' && after.some(({ faultsOff }) => faultsOff.some(({ by }) => by !== 'mapping')))
    return undefined;
  for (const off of before) {
    const source = off.faultsOff.at(-1);
    if (!source || !was.side.exposureOn(was.call, off)) continue;
    const possible = after.filter(observation => areConsistent(off, observation));
    const on = possible.filter(
      state => state.faultsOff.length === 0 && is.side.exposureOn(is.call, state) !== undefined,
    );
    // Of several paths, one that is still mapped shows what took the old mapping's place.
    const uncovered = on.find(observation => observation.live.length > 0) ?? on[0];
    const exposure = uncovered && is.side.exposureOn(is.call, uncovered);
    // A disable that the patch puts under a condition of its own is the author's decision.
    const isAdded = (held: FaultsOff): boolean => held.by !== 'mapping' && newLineOf(pair, held) !== undefined;
    if (!exposure || possible.some(state => state.faultsOff.some(isAdded))) continue;
    // Paths that the tracked conditions do not tell apart: as long as faults are off on some of them now, and were on for some before,
    // these may be the same ones.
    const isStillOff = possible.some(observation => observation.faultsOff.length > 0);
    const wasOnToo = before.some(other => other.faultsOff.length === 0 && areConsistent(other, uncovered));
    if (!isStillOff || !wasOnToo) return { before: was.call, source, exposure, after: uncovered };
  }
  return undefined;
}

/** Whether two states may be of the same paths: no tracked condition holds in one and not in the other. */
export function areConsistent(a: State, b: State): boolean {
  for (const [atom, holds] of a.atoms) {
    const other = b.atoms.get(atom);
    if (other !== undefined && other !== holds) return false;
  }
  return true;
}
