import { addressKey, type Call, type Expression } from '../../c/expression.js';
import { unmapCalls } from '../../kernel/mappings.js';
import { faultDisablers, guardCalls } from '../../kernel/page-faults.js';

import type { FunctionPair, FunctionSide } from '../function-pair.js';
import type { FaultsOff, LiveMapping, State } from '../walk/state.js';
import { unmapArgument } from '../walk/unmap-argument.js';

/**
 * A converted mapping that one hunk makes and a later hunk of the same function undoes. The lines between the hunks are the same on both
 * sides, so they cannot undo it: the old or the new code would be left with the wrong partner.
 */
export interface CutRegion {
  /** What kept page faults off before. */
  readonly source: FaultsOff;
  readonly mapping: LiveMapping;
  /** A user access that gets the mapped address, in a later hunk. */
  readonly access?: Call | undefined;
  /** Else where a user address is made in the region, which no line in sight uses. */
  readonly userAddress?: { readonly name: string; readonly line: number } | undefined;
  /** The unmap that ends the region now. */
  readonly end: Call;
}

/** The cut regions of a function's visible part in which something tells of a user access. */
export function findCutRegions(pair: FunctionPair): CutRegion[] {
  const { old, new: now, evidence } = pair;
  if (evidence === 'file' || !old?.walk.isComplete || !now?.walk.isComplete) return [];
  const before = statesAtEnd(old);
  const after = statesAtEnd(now);
  const sources = before[0]?.faultsOff.filter(({ mapping }) => mapping?.address && !mapping.isFromBefore) ?? [];
  return sources.flatMap(source => {
    const isSame = (other: FaultsOff | undefined): boolean => other?.mapping?.call === source.call;
    const mapping = after[0]?.live.findLast(({ address }) => address === source.mapping?.address);
    if (mapping?.kind !== 'local' || pair.lines.toOld(mapping.call.line) !== undefined) return [];
    const isOpen =
      before.every(state => state.faultsOff.some(isSame)) &&
      after.every(({ live, faultsOff }) => faultsOff.length === 0 && live.some(({ call }) => call === mapping.call));
    return isOpen ? followRegion(pair, source, mapping) : [];
  });
}

/** What is true where the visible part goes on out of sight. */
function statesAtEnd({ walk }: FunctionSide): readonly State[] {
  return walk.exits.filter(({ node }) => node.exit === 'end');
}

/** Looks for the end of the region in the later hunks, and on the way there for a user access or an address for one. */
function followRegion(pair: FunctionPair, source: FaultsOff, mapping: LiveMapping): CutRegion[] {
  const { address = '' } = mapping;
  const stretches: Stretch[] = [{ pair, from: mapping.call.line, to: Infinity }];
  for (const later of pair.later()) {
    if (!later.old || !later.new) return [];
    const end = findEnd(later.new, 'local', address);
    const isOwn = end && later.lines.toOld(end.line) === undefined && findEnd(later.old, 'atomic', address);
    stretches.push({ pair: later, from: 0, to: end?.line ?? Infinity });
    if (!end) continue;
    if (!isOwn || stretches.some(stretch => changesState(stretch, mapping))) return [];
    const access = stretches.slice(1).flatMap(stretch => findAccesses(stretch, address))[0];
    const userAddress = access ? undefined : findUserAddress(stretches);
    return access || userAddress ? [{ source, mapping, access, userAddress, end }] : [];
  }
  return [];
}

/** The lines between the mapping and its end that a hunk shows; both bounds are outside of it. */
interface Stretch {
  readonly pair: FunctionPair;
  readonly from: number;
  readonly to: number;
}

function findEnd({ model }: FunctionSide, kind: LiveMapping['kind'], address: string): Call | undefined {
  return model.calls.find(call => unmapCalls[call.name]?.kind === kind && addressKey(unmapArgument(call)) === address);
}

function callsIn({ pair, from, to }: Stretch): readonly Call[] {
  return (pair.new?.model.calls ?? []).filter(({ line }) => line > from && line < to);
}

/** Something in sight maps again under that name, or turns page faults off. */
function changesState(stretch: Stretch, { address, call: own }: LiveMapping): boolean {
  return callsIn(stretch).some(
    call => call !== own && (call.assignedTo === address || faultDisablers.has(call.name) || guardCalls.has(call.name)),
  );
}

/** User accesses that stood there before and get the mapped address. */
function findAccesses(stretch: Stretch, address: string): readonly Call[] {
  const { pair } = stretch;
  return callsIn(stretch).filter(
    call =>
      pair.new?.exposures.has(call) &&
      pair.lines.toOld(call.line) !== undefined &&
      call.args.some(argument => addressKey(argument) === address),
  );
}

/** An object that is given a user address on an unchanged line of the region, and that no call in sight gets. */
function findUserAddress(stretches: readonly Stretch[]): CutRegion['userAddress'] {
  // A call behind the region that gets it is what it was made for.
  const passed = new Set(
    stretches.flatMap(({ pair }) => pair.new?.model.calls ?? []).flatMap(call => call.args.map(addressKey)),
  );
  for (const { pair, from, to } of stretches)
    for (const { line, expression } of pair.new?.model.graph.nodes ?? []) {
      const name = line > from && line < to && pair.lines.toOld(line) !== undefined && madeUserAddress(expression);
      if (name && !passed.has(name)) return { name, line };
    }
  return undefined;
}

/** `uaddr = (void __user *)start`: the object written. A call in which the cast stands uses the address itself. */
function madeUserAddress(expression: Expression | undefined): string | undefined {
  if (!expression?.tokens.some(({ text }) => text === '__user') || expression.calls.length > 0) return undefined;
  return expression.replaced[0];
}
