import type { CFunction } from '../../c/function-head.js';
import type { FunctionModel } from '../walk/function-model.js';
import type { CodePlace } from '../walk/site.js';
import type { Exposures } from './exposures.js';
import type { Summaries } from './summaries.js';

/** The file that a function belongs to. */
export interface OwningCode {
  readonly model: (fn: CFunction) => FunctionModel;
  readonly placeOf: (fn: CFunction) => CodePlace;
  readonly summariesOf: (fn: CFunction) => Summaries;
  readonly exposuresOf: (fn: CFunction) => Exposures;
  /** Equal for functions that do the same for their callers. */
  readonly effectKeyOf: (fn: CFunction | undefined) => string;
}

/** A function of another file that a call may run. */
export interface OutsideFunction {
  readonly fn: CFunction;
  readonly code: OwningCode;
}

/** What calls in a file may mean that other files define, by name, as far as it is at hand. */
export class Outside {
  readonly functions: ReadonlyMap<string, readonly CFunction[]>;
  readonly #byName: ReadonlyMap<string, readonly OutsideFunction[]>;
  readonly #owners: ReadonlyMap<CFunction, OwningCode>;

  constructor(byName: ReadonlyMap<string, readonly OutsideFunction[]> = new Map()) {
    this.#byName = byName;
    this.#owners = new Map([...byName.values()].flat().map(({ fn, code }) => [fn, code]));
    this.functions = new Map([...byName].map(([name, functions]) => [name, functions.map(({ fn }) => fn)]));
  }

  /** The file that a function from outside belongs to; undefined for one that is not from outside. */
  ownerOf(fn: CFunction): OwningCode | undefined {
    return this.#owners.get(fn);
  }

  /** Equal where all functions of the name do the same for their callers; also where there is none. */
  effectKeyOf(name: string): string {
    return (this.#byName.get(name) ?? []).map(({ fn, code }) => code.effectKeyOf(fn)).join('|');
  }
}
