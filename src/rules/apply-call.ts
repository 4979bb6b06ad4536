import { addressKey, type Call, squeeze } from '../c/expression.js';
import type { FlowNode } from '../c/flow-graph.js';
import { limits } from '../domain/limits.js';
import { type MapCall, mapCalls, type UnmapCall, unmapCalls } from '../kernel/mappings.js';
import { faultDisablers, faultEnablers, faultGuardClass, guardCalls } from '../kernel/page-faults.js';
import type { FaultsOff, LiveMapping, State } from './state.js';
import { beginAddress, endAddress } from './track-ended.js';
import { unmapArgument } from './unmap-argument.js';

/**
 * The state behind a call: what the kernel's tables say that it gives and takes. `toldBy` is the unmap that tells another kind than
 * the map call's own. Calls that the tables do not know change nothing.
 */
export function applyCall(state: State, call: Call, node: FlowNode, toldBy: Call | undefined): State {
  const map = mapCalls[call.name];
  if (map) return beginAddress(mapPage(state, call, map, toldBy), call.assignedTo);
  const unmap = unmapCalls[call.name];
  if (unmap) {
    const mapping = findMapping(state, call, unmap);
    return unmapPage(endAddress(state, call, unmap, mapping), mapping, unmap);
  }
  if (faultDisablers.has(call.name)) return holdFaultsOff(state, { call, by: 'call' });
  if (faultEnablers.has(call.name)) return releaseLast(state, 'call');
  if (guardCalls.has(call.name) && squeeze(call.args[0] ?? []) === faultGuardClass)
    return holdFaultsOff(state, { call, by: 'guard', scope: node.scopes.at(-1) ?? 0 });
  return state;
}

function mapPage(state: State, call: Call, map: MapCall, toldBy: Call | undefined): State {
  const page = squeeze(call.args[0] ?? []);
  const mapping: LiveMapping = {
    ...map,
    ...(toldBy ? { kind: 'atomic', toldBy } : {}),
    call,
    address: call.assignedTo,
    page,
  };
  // The same call again, or another value in the same variable: the earlier mapping can no longer be named.
  const replaced = (other: LiveMapping): boolean =>
    other.call === call || (other.address !== undefined && other.address === mapping.address);
  const live = [...state.live.filter(other => !replaced(other)), mapping].slice(-limits.liveMappingsMax);
  const faultsOff = state.faultsOff.filter(source => !source.mapping || !replaced(source.mapping));
  const next = { ...state, live, faultsOff };
  return mapping.kind === 'atomic' ? holdFaultsOff(next, { call: toldBy ?? call, by: 'mapping', mapping }) : next;
}

function holdFaultsOff(state: State, source: FaultsOff): State {
  const others = state.faultsOff.filter(other => other.call !== source.call || other.mapping !== source.mapping);
  return { ...state, faultsOff: [...others, source] };
}

function releaseLast(state: State, by: FaultsOff['by']): State {
  const index = state.faultsOff.findLastIndex(source => source.by === by);
  return index < 0 ? state : { ...state, faultsOff: state.faultsOff.toSpliced(index, 1) };
}

function unmapPage(state: State, mapping: LiveMapping | undefined, unmap: UnmapCall): State {
  // Not recognised by name: mappings nest, so the newest of the kind is what ends. Believing it still alive would be a claim.
  const ended = mapping ?? state.live.findLast(other => other.kind === unmap.kind && other.family === unmap.family);
  if (!ended) return state;
  return {
    ...state,
    live: state.live.filter(other => other !== ended),
    faultsOff: state.faultsOff.filter(source => source.mapping !== ended),
  };
}

/** The live mapping that the argument of an unmap call names: by its address, or for kunmap() by its page. */
export function findMapping(state: State, call: Call, unmap: UnmapCall): LiveMapping | undefined {
  const argument = unmapArgument(call);
  const text = squeeze(argument);
  if (unmap.takes === 'page') {
    const byPage = state.live.filter(mapping => mapping.page === text);
    const found = byPage.findLast(mapping => mapping.kind === unmap.kind) ?? byPage.at(-1);
    if (found) return found;
  }
  const key = addressKey(argument);
  return key === undefined ? undefined : state.live.findLast(mapping => mapping.address === key);
}
