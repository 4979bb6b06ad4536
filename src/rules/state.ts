import type { Assumption } from '../c/condition.js';
import type { Call } from '../c/expression.js';
import type { MapCall } from '../kernel/mappings.js';
import type { Ending } from './effect.js';
import type { Site } from './site.js';

/** A mapping that lives at some point of a walk. */
export interface LiveMapping extends MapCall {
  readonly call: Call;
  /** The kernel's map call, where `call` is of a function or macro that leaves its mapping behind. */
  readonly made?: Site | undefined;
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
  /** The kernel's call, where `call` is of a function or macro that leaves page faults off. */
  readonly made?: Site | undefined;
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
  /** What was ended that began before the function did; undefined where nobody asks. */
  readonly outside?: readonly Ending[] | undefined;
}

/** The name of the kernel's call that made a mapping or turned page faults off. */
export function makerOf({ call, made }: Pick<LiveMapping, 'call' | 'made'>): string {
  return (made?.call ?? call).name;
}

/** Equal for states that need not be told apart. */
export function keyOf(state: State): string {
  const off = state.faultsOff.map(source => `${source.by}${source.call.line}${source.call.name}`);
  const live = state.live.map(
    mapping => `${mapping.call.line}${mapping.call.name}${mapping.address}${mapping.kind}${mapping.made?.call.line}`,
  );
  const atoms = [...state.atoms].map(([atom, holds]) => `${holds}${atom}`).sort();
  const names = [
    ...[...state.ended.keys()].sort(),
    '',
    ...[...state.reached].map(([name, at]) => `${name}${at === 'accessed'}`).sort(),
  ];
  const outside = state.outside?.map(({ made }) => `${made.call.line}${made.call.name}`) ?? [];
  return `${off.join()}|${live.join()}|${atoms.join()}|${names.join()}|${outside.join()}`;
}

/** The state where these conditions are as assumed, or undefined where that contradicts what is known. */
export function assume(state: State, assumes: readonly Assumption[], tracked: ReadonlySet<string>): State | undefined {
  let atoms: Map<string, boolean> | undefined;
  for (const { atom, holds } of assumes) {
    if (!tracked.has(atom)) continue;
    const known = (atoms ?? state.atoms).get(atom);
    if (known !== undefined && known !== holds) return undefined;
    if (known === undefined) {
      atoms ??= new Map(state.atoms);
      atoms.set(atom, holds);
    }
  }
  return atoms ? { ...state, atoms } : state;
}
