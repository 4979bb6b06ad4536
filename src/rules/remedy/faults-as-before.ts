import type { Call } from '../../c/expression.js';
import type { FlowGraph } from '../../c/flow-graph.js';
import { faultDisablers, faultEnablers } from '../../kernel/page-faults.js';
import type { FunctionPair } from '../function-pair.js';
import { areConsistent, matchAccesses } from '../loss/find-losses.js';
import type { FaultsOff, State } from '../walk/state.js';

/**
 * Whether a corrected function has page faults off exactly where they were off before the patch, as far as the calls that the correction
 * made reach: every user access under them had faults off on each of its paths, none had them on; and each disable is
 * undone on every way out, whatever conditions may say about it.
 */
export function areFaultsAsBefore(pair: FunctionPair, isMade: (line: number) => boolean): boolean {
  const { old, new: now } = pair;
  if (!old?.walk.isComplete || !now?.walk.isComplete) return false;
  const isOwn = ({ call }: FaultsOff): boolean => faultDisablers.has(call.name) && isMade(call.line);
  let covered = 0;
  for (const [after, before] of matchAccesses(pair)) {
    const states = now.walk.events.get(after) ?? [];
    if (!states.some(state => state.faultsOff.some(isOwn))) continue;
    covered += 1;
    if (!isAsBefore(old.walk.events.get(before) ?? [], states)) return false;
  }
  return covered > 0;
}

function isAsBefore(before: readonly State[], after: readonly State[]): boolean {
  return after.every(state => {
    const same = before.filter(other => areConsistent(other, state));
    return same.length > 0 && same.every(other => isOff(other) === isOff(state));
  });
}

function isOff({ faultsOff }: State): boolean {
  return faultsOff.length > 0;
}

/**
 * Whether the calls on these lines that turn page faults off and on are balanced on every path through the code, also on those that
 * conditions rule out: no way out with faults off, no second disable, no enable without a disable.
 */
export function areCallsBalanced(graph: FlowGraph, isMade: (line: number) => boolean): boolean {
  const seen = new Set<string>();
  const pending = [{ index: 0, isHeld: false }];
  for (let item = pending.pop(); item; item = pending.pop()) {
    const node = graph.nodes[item.index];
    const key = `${item.index} ${item.isHeld}`;
    if (!node || seen.has(key)) continue;
    seen.add(key);
    let { isHeld } = item;
    for (const call of node.expression?.calls ?? []) {
      const change = changeOf(call, isMade);
      if (change === undefined) continue;
      if (change === isHeld) return false;
      isHeld = change;
    }
    if (node.exit && isHeld) return false;
    for (const { to } of node.edges) pending.push({ index: to, isHeld });
  }
  return true;
}

/** True for a made call that turns faults off, false for one that turns them on. */
function changeOf({ name, line }: Call, isMade: (line: number) => boolean): boolean | undefined {
  if (!isMade(line)) return undefined;
  if (faultDisablers.has(name)) return true;
  return faultEnablers.has(name) ? false : undefined;
}
