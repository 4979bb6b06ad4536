import type { Call } from '../c/expression.js';
import type { MapCall } from '../kernel/mappings.js';

/** A mapping that lives at some point of a walk. */
export interface LiveMapping extends MapCall {
  readonly call: Call;
  /** What holds the address, as `addressKey` names it; undefined where the value is used in place. */
  readonly address?: string | undefined;
  /** The page, as text. */
  readonly page: string;
  /** The kind is not the mapping's own but told by the call that unmaps it. */
  readonly toldBy?: Call | undefined;
  /** Made before the stretch of code in sight; `call` is the unmap that tells of it. */
  readonly isFromBefore?: boolean | undefined;
}

/** What turned page faults off. */
export interface FaultsOff {
  readonly call: Call;
  readonly by: 'mapping' | 'call' | 'guard';
  /** The block whose end ends a guard. */
  readonly scope?: number | undefined;
  readonly mapping?: LiveMapping | undefined;
}

/** What is true on one set of paths to a place in a function. */
export interface State {
  /** Outermost first; page faults are off when there is at least one. */
  readonly faultsOff: readonly FaultsOff[];
  /** In the order of mapping. */
  readonly live: readonly LiveMapping[];
  /** The tracked conditions known on these paths. */
  readonly atoms: ReadonlyMap<string, boolean>;
  /** Variables that hold an address whose mapping has ended, with the call that ended it. */
  readonly ended: ReadonlyMap<string, Call>;
  /**
   * Of variables that unmap calls get, those through which memory was accessed: where they point to now, what was accessed last or, since
   * the step on this line, what lies behind it.
   */
  readonly reached: ReadonlyMap<string, 'accessed' | number>;
}

/** Equal for states that need not be told apart. */
export function keyOf(state: State): string {
  const off = state.faultsOff.map(source => `${source.by}${source.call.line}${source.call.name}`);
  const live = state.live.map(mapping => `${mapping.call.line}${mapping.call.name}${mapping.address}`);
  const atoms = [...state.atoms].map(([atom, holds]) => `${holds}${atom}`).sort();
  const names = [
    ...[...state.ended.keys()].sort(),
    '',
    ...[...state.reached].map(([name, at]) => `${name}${at === 'accessed'}`).sort(),
  ];
  return `${off.join()}|${live.join()}|${atoms.join()}|${names.join()}`;
}
