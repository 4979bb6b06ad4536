import { declares } from '../c/dereference.js';
import { addressKey, type Call, type Expression } from '../c/expression.js';
import { type UnmapCall, unmapCalls } from '../kernel/mappings.js';
import { memoryAccessCalls } from '../kernel/memory-access.js';
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
  if (name === undefined || !(state.ended.has(name) || state.moved.has(name))) return state;
  return { ...state, ended: without(state.ended, [name]), moved: without(state.moved, [name]) };
}

/**
 * The state behind an expression: what a variable held is forgotten once it is written, declared anew, or given to a call that may be a
 * macro and write it; `steps` are the variables that the expression moves on.
 */
export function trackAddresses(state: State, expression: Expression | undefined, steps: readonly string[]): State {
  if (!expression || state.ended.size + state.moved.size + steps.length === 0) return state;
  const { tokens, written, replaced } = expression;
  const ended = [...state.ended.keys()].filter(
    name => written.includes(name) || declares(tokens, name) || isGivenAway(expression, name),
  );
  const moved = [...state.moved.keys()].filter(name => replaced.includes(name) || isTakenBack(expression, name));
  const added = steps.filter(name => !state.moved.has(name));
  if (ended.length + moved.length + added.length === 0) return state;
  const line = tokens[0]?.line ?? 0;
  return {
    ...state,
    ended: without(state.ended, ended),
    moved: new Map([...without(state.moved, moved), ...added.map(name => [name, line] as const)]),
  };
}

function isGivenAway({ calls }: Expression, name: string): boolean {
  return calls.some(
    call =>
      !memoryAccessCalls[call.name] &&
      !unmapCalls[call.name] &&
      call.args.some(argument => argument.length === 1 && argument[0]?.text === name),
  );
}

/** `p -= n`, `p--`, or its address is handed out: where it points to now is not known. */
function isTakenBack({ tokens, written }: Expression, name: string): boolean {
  if (!written.includes(name)) return false;
  return tokens.some(({ text }, index) => {
    if (text !== name) return false;
    const before = tokens[index - 1]?.text;
    const after = tokens[index + 1]?.text;
    return before === '&' || before === '--' || after === '--' || after === '-=' || after === '-';
  });
}

function without<Value>(map: ReadonlyMap<string, Value>, names: readonly string[]): ReadonlyMap<string, Value> {
  return names.length === 0 ? map : new Map([...map].filter(([name]) => !names.includes(name)));
}
