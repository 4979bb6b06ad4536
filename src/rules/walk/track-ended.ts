import { declares } from '../../c/dereference.js';
import { addressKey, type Call, type Expression } from '../../c/expression.js';
import { type UnmapCall, unmapCalls } from '../../kernel/mappings.js';
import { memoryAccessCalls } from '../../kernel/memory-access.js';
import type { LiveMapping, State } from './state.js';
import { unmapArgument } from './unmap-argument.js';

/** The state behind an unmap: the variable that it names holds an address of nothing. */
export function endAddress(state: State, call: Call, unmap: UnmapCall, mapping: LiveMapping | undefined): State {
  const name = unmap.takes === 'address' ? addressKey(unmapArgument(call)) : mapping?.address;
  if (name === undefined || !/^\w+$/.test(name)) return state;
  // kmap() counts: the page stays mapped as long as one of its mappings does.
  if (state.live.some(other => other !== mapping && (other.address === name || isSamePage(other, mapping))))
    return state;
  return { ...state, ended: new Map(state.ended).set(name, call) };
}

function isSamePage(other: LiveMapping, mapping: LiveMapping | undefined): boolean {
  return other.kind === 'global' && other.page === mapping?.page;
}

/** The state behind a map call: its variable holds a sound address, and is where the mapping begins. */
export function beginAddress(state: State, name: string | undefined): State {
  if (name === undefined || !(state.ended.has(name) || state.reached.has(name))) return state;
  return { ...state, ended: without(state.ended, [name]), reached: without(state.reached, [name]) };
}

/**
 * The state behind an expression: that a variable's mapping has ended is forgotten once it is written, declared anew, or given to a call that
 * may be a macro and write it.
 */
export function trackEnded(state: State, expression: Expression | undefined): State {
  if (!expression || state.ended.size === 0) return state;
  const { tokens, written } = expression;
  const gone = [...state.ended.keys()].filter(
    name => written.includes(name) || declares(tokens, name) || isGivenAway(expression, name),
  );
  return gone.length === 0 ? state : { ...state, ended: without(state.ended, gone) };
}

function isGivenAway({ calls }: Expression, name: string): boolean {
  return calls.some(
    call =>
      !memoryAccessCalls[call.name] &&
      !unmapCalls[call.name] &&
      call.args.some(argument => argument.length === 1 && argument[0]?.text === name),
  );
}

function without<Value>(map: ReadonlyMap<string, Value>, names: readonly string[]): ReadonlyMap<string, Value> {
  return names.length === 0 ? map : new Map([...map].filter(([name]) => !names.includes(name)));
}
