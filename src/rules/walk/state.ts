import type { Assumption } from '../../c/condition.js';
import type { Call } from '../../c/expression.js';
import { remember } from '../../domain/remember.js';
import type { MapCall } from '../../kernel/mappings.js';
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

/** Equal for states that need not be told apart. Asked at every step of every walk: what is empty takes no time. */
export function keyOf({ faultsOff, live, atoms, ended, reached, outside }: State): string {
  let key = '';
  for (const { by, call } of faultsOff) key += `${by}${call.line}${call.name},`;
  key += '|';
  for (const { call, address, kind, made } of live)
    key += `${call.line}${call.name}${address}${kind}${made?.call.line},`;
  key += `|${atoms.size === 0 ? '' : atomsKeyOf(atoms)}|`;
  if (ended.size > 0) key += [...ended.keys()].sort().join();
  key += '|';
  if (reached.size > 0)
    key += [...reached]
      .map(([name, at]) => `${name}${at === 'accessed'}`)
      .sort()
      .join();
  key += '|';
  for (const { made } of outside ?? []) key += `${made.call.line}${made.call.name},`;
  return key;
}

/** States differ in other things far more often than in what is known. */
const atomsKeyOf = remember((atoms: ReadonlyMap<string, boolean>): string =>
  [...atoms]
    .map(([atom, holds]) => `${holds}${atom}`)
    .sort()
    .join(),
);

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
