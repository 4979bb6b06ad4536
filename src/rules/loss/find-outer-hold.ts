import { addressKey } from '../../c/expression.js';
import type { FunctionPair } from '../function-pair.js';
import type { LiveMapping } from '../walk/state.js';
import { unmapArgument } from '../walk/unmap-argument.js';

/**
 * What this or another hunk of the same function shows to hold page faults off still: begun in an earlier one and not ended there, or ended in a
 * later one and not begun there. The lines between the hunks are not in sight, so this may enclose what the hunk at hand shows.
 * The name of the call, or undefined. `own` are the mappings of this hunk: what ends them is nothing else.
 */
export function findOuterHold(pair: FunctionPair, own: readonly LiveMapping[]): string | undefined {
  if (pair.evidence === 'file') return undefined;
  for (const { new: now } of pair.earlier()) {
    const ends = now?.walk.exits.filter(({ node }) => node.exit === 'end') ?? [];
    const [held] = ends.flatMap(({ faultsOff }) => faultsOff.slice(0, 1));
    if (held) return held.call.name;
  }
  const isOwn = (address: string | undefined): boolean => own.some(mapping => mapping.address === address);
  for (const { new: now } of [pair, ...pair.later()]) {
    for (const [call, states] of now?.walk.unmaps ?? []) {
      const isFromOutside = states.some(
        ({ unmap, mapping }) =>
          unmap.kind === 'atomic' && (!mapping || mapping.isFromBefore) && !isOwn(addressKey(unmapArgument(call))),
      );
      if (isFromOutside) return call.name;
    }
    for (const [call, states] of now?.walk.enables ?? []) {
      if (states.some(state => state.faultsOff.every(({ by, call: giver }) => by !== 'call' || giver === call)))
        return call.name;
    }
  }
  return undefined;
}
