import { addressKey, type Call, squeeze } from '../../c/expression.js';
import type { FlowNode } from '../../c/flow-graph.js';
import { limits } from '../../domain/limits.js';
import { mapCalls, type UnmapCall, unmapCalls } from '../../kernel/mappings.js';
import { faultDisablers, faultEnablers, faultGuardClass, guardCalls } from '../../kernel/page-faults.js';
import type { Ending, Outcome } from './effect.js';
import type { CodePlace } from './site.js';
import { assume, type FaultsOff, type LiveMapping, type State } from './state.js';
import { beginAddress, endAddress } from './track-ended.js';
import { unmapArgument } from './unmap-argument.js';

/** What is known of the place of a call, besides the call. */
export interface CallContext {
  readonly node: FlowNode;
  /** The unmap that tells another kind than the map call's own. */
  readonly toldBy?: Call | undefined;
  /** Where the walked code stands; needed where it is noted what it ends of its caller's. */
  readonly place?: CodePlace | undefined;
}

/** The state behind a call: what the kernel's tables say that it gives and takes. Calls that they do not know change nothing. */
export function applyCall(state: State, call: Call, { node, toldBy, place }: CallContext): State {
  const map = mapCalls[call.name];
  if (map) {
    const page = squeeze(call.args[0] ?? []);
    const told = toldBy ? { kind: 'atomic' as const, toldBy } : {};
    return addMapping(state, { ...map, ...told, call, address: call.assignedTo, page });
  }
  const made = place && { call, within: place };
  const unmap = unmapCalls[call.name];
  if (unmap) {
    const argument = unmapArgument(call);
    const outside = made && { made, unmap, address: addressKey(argument), page: squeeze(argument) };
    const mapping = findMapping(state, call, unmap);
    return unmapPage(endAddress(state, call, unmap, mapping), mapping, unmap, outside);
  }
  if (faultDisablers.has(call.name)) return holdFaultsOff(state, { call, by: 'call' });
  if (faultEnablers.has(call.name)) return releaseLast(state, made && { made });
  if (guardCalls.has(call.name) && squeeze(call.args[0] ?? []) === faultGuardClass)
    return holdFaultsOff(state, { call, by: 'guard', scope: node.scopes.at(-1) ?? 0 });
  return state;
}

/** The state behind a call of a function or macro that ends like this, or undefined where that contradicts what is known. */
export function applyOutcome(
  state: State,
  call: Call,
  outcome: Outcome,
  tracked: ReadonlySet<string>,
): State | undefined {
  let next = assume(state, outcome.facts, tracked);
  if (!next) return undefined;
  for (const ending of outcome.ends) {
    next = ending.unmap ? unmapPage(next, findEnded(next, ending), ending.unmap, ending) : releaseLast(next, ending);
  }
  for (const made of outcome.disables) next = holdFaultsOff(next, { call, made, by: 'call' });
  for (const { address = call.assignedTo, ...mapping } of outcome.maps)
    next = addMapping(next, { ...mapping, call, address });
  return next;
}

function addMapping(before: State, mapping: LiveMapping): State {
  const { call, toldBy, made, address } = mapping;
  const state = beginAddress(before, address);
  // The same call again, or another value in the same variable: the earlier mapping can no longer be named.
  const replaced = (other: LiveMapping): boolean =>
    other.call === call || (other.address !== undefined && other.address === mapping.address);
  const live = [...state.live.filter(other => !replaced(other)), mapping].slice(-limits.liveMappingsMax);
  const faultsOff = state.faultsOff.filter(source => !source.mapping || !replaced(source.mapping));
  const next = { ...state, live, faultsOff };
  if (mapping.kind !== 'atomic') return next;
  return holdFaultsOff(next, { call: toldBy ?? call, made, by: 'mapping', mapping });
}

function holdFaultsOff(state: State, source: FaultsOff): State {
  const others = state.faultsOff.filter(other => other.call !== source.call || other.mapping !== source.mapping);
  return { ...state, faultsOff: [...others, source] };
}

function releaseLast(state: State, outside: Ending | undefined): State {
  const index = state.faultsOff.findLastIndex(source => source.by === 'call');
  return index < 0 ? noteOutside(state, outside) : { ...state, faultsOff: state.faultsOff.toSpliced(index, 1) };
}

function noteOutside(state: State, ending: Ending | undefined): State {
  const { outside } = state;
  if (!outside || !ending || outside.some(({ made }) => made.call === ending.made.call)) return state;
  return { ...state, outside: [...outside, ending] };
}

function unmapPage(
  state: State,
  mapping: LiveMapping | undefined,
  unmap: UnmapCall,
  outside: Ending | undefined,
): State {
  // Not recognised by name: mappings nest, so the newest of the kind is what ends. Believing it still alive would be a claim.
  const ended = mapping ?? state.live.findLast(other => other.kind === unmap.kind && other.family === unmap.family);
  if (!ended) return noteOutside(state, outside);
  return {
    ...state,
    live: state.live.filter(other => other !== ended),
    faultsOff: state.faultsOff.filter(source => source.mapping !== ended),
  };
}

/** The live mapping that the argument of an unmap call names: by its address, or for kunmap() by its page. */
export function findMapping(state: State, call: Call, unmap: UnmapCall): LiveMapping | undefined {
  const argument = unmapArgument(call);
  return findEnded(state, { unmap, address: addressKey(argument), page: squeeze(argument) });
}

/** The live mapping that is named like this. */
export function findEnded(
  state: State,
  { unmap, address, page }: Pick<Ending, 'unmap' | 'address' | 'page'>,
): LiveMapping | undefined {
  if (unmap?.takes === 'page' && page) {
    const byPage = state.live.filter(mapping => mapping.page === page);
    const found = byPage.findLast(mapping => mapping.kind === unmap.kind) ?? byPage.at(-1);
    if (found) return found;
  }
  return address === undefined ? undefined : state.live.findLast(mapping => mapping.address === address);
}
