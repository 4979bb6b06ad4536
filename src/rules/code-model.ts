import type { Call } from '../c/expression.js';
import { findFunctions } from '../c/find-functions.js';
import { findVisibleFunctions } from '../c/find-visible-functions.js';
import type { CFunction } from '../c/function-head.js';
import type { Token } from '../c/tokenize.js';
import { limits } from '../domain/limits.js';
import type { CodeText } from '../domain/source.js';
import { mapCalls } from '../kernel/mappings.js';
import { faultDisablers, faultDisablingName, faultEnablers, faultGuardClass } from '../kernel/page-faults.js';
import { findEntryState } from './entry-state.js';
import {
  type FunctionModel,
  findToldKinds,
  isFaultsOffAssertion,
  isUserAccess,
  makeFunctionModel,
} from './function-model.js';
import { type Walk, walkFunction } from './walk.js';

/** A call that relies on page faults being off, and the calls from there to the access where it lies in another function. */
export interface Exposure {
  readonly call: Call;
  readonly path: readonly Call[];
}

/** One side of a touched file: its functions, taken apart on demand. */
export class CodeModel {
  readonly #functions: readonly CFunction[];
  readonly #byName: ReadonlyMap<string | undefined, CFunction>;
  readonly #isWholeFile: boolean;
  readonly #models = new Map<CFunction, FunctionModel>();
  readonly #exposures = new Map<string, Exposure | undefined>();

  constructor(code: CodeText, heading: string, isWholeFile: boolean) {
    this.#isWholeFile = isWholeFile;
    this.#functions = isWholeFile ? findFunctions(code) : findVisibleFunctions(code, heading);
    this.#byName = new Map(this.#functions.map(fn => [fn.name, fn]));
  }

  list(): readonly CFunction[] {
    return this.#functions;
  }

  model(fn: CFunction): FunctionModel {
    const known = this.#models.get(fn);
    if (known) return known;
    const made = makeFunctionModel(fn);
    this.#models.set(fn, made);
    return made;
  }

  /**
   * The user access that a call of the function may reach: the call itself, or one inside a function of the same file, entered with page faults
   * on. Undefined where it reaches none that is in sight.
   */
  exposureOf(call: Call, within: FunctionModel): Exposure | undefined {
    if (isUserAccess(call, within) || isFaultsOffAssertion(call)) return { call, path: [] };
    if (!this.#isWholeFile) return undefined;
    const inner = this.#exposureOfFunction(call.name, 0);
    return inner && { call, path: [inner.call, ...inner.path] };
  }

  #exposureOfFunction(name: string, depth: number): Exposure | undefined {
    if (depth >= limits.helperDepthMax) return undefined;
    if (this.#exposures.has(name)) return this.#exposures.get(name);
    this.#exposures.set(name, undefined);
    const callee = this.#byName.get(name);
    if (!callee) return undefined;
    const model = this.model(callee);
    const inner = new Map<Call, Exposure>();
    for (const call of model.calls) {
      const reached = isUserAccess(call, model) ? { call, path: [] } : this.#exposureOfFunction(call.name, depth + 1);
      if (reached) inner.set(call, reached.call === call ? reached : { call, path: [reached.call, ...reached.path] });
    }
    if (inner.size === 0) return undefined;
    const walk = walkFunction(model.graph, { isEvent: call => inner.has(call), trackedAtoms: model.atoms });
    for (const [call, observations] of walk.events) {
      if (observations.some(observation => observation.faultsOff.length === 0)) {
        const found = inner.get(call);
        this.#exposures.set(name, found);
        return found;
      }
    }
    return undefined;
  }

  /** Whether a call that the tables do not know goes to a function of this file that turns page faults off, or has such a name. */
  turnsFaultsOff({ name }: Call): boolean {
    if (mapCalls[name] || faultDisablers.has(name) || faultEnablers.has(name)) return false;
    const disables = ({ text }: Token): boolean =>
      faultDisablers.has(text) || text === faultGuardClass || mapCalls[text]?.kind === 'atomic';
    return faultDisablingName.test(name) || (this.#byName.get(name)?.body.some(disables) ?? false);
  }

  /** Whether the file calls the function, and only ever with page faults off. */
  isAlwaysCalledWithFaultsOff(name: string): boolean {
    let sites = 0;
    for (const fn of this.#functions) {
      if (fn.name === name || !fn.body.some(token => token.text === name)) continue;
      const model = this.model(fn);
      const walk = walkFunction(model.graph, { isEvent: call => call.name === name, trackedAtoms: model.atoms });
      for (const observations of walk.events.values()) {
        sites += 1;
        if (!walk.isComplete || observations.some(observation => observation.faultsOff.length === 0)) return false;
      }
    }
    return sites > 0;
  }

  walk(model: FunctionModel, atoms: ReadonlySet<string>, isEvent: (call: Call) => boolean): Walk {
    const options = { isEvent, trackedAtoms: atoms, toldKinds: findToldKinds(model) };
    const walk = walkFunction(model.graph, options);
    if (model.isWhole) return walk;
    const entry = findEntryState(model, walk);
    return entry.faultsOff.length + entry.live.length > 0 ? walkFunction(model.graph, { ...options, entry }) : walk;
  }
}
