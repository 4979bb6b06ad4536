import { type Call, squeeze } from '../c/expression.js';
import { findFunctions } from '../c/find-functions.js';
import { findVisibleFunctions } from '../c/find-visible-functions.js';
import type { CFunction } from '../c/function-head.js';
import { enclosing } from '../c/statement.js';
import { tokenize } from '../c/tokenize.js';
import { limits } from '../domain/limits.js';
import type { CodeText } from '../domain/source.js';
import { mapCalls, unmapCalls } from '../kernel/mappings.js';
import { faultDisablers, faultDisablingName, faultEnablers } from '../kernel/page-faults.js';
import { isNamedForUserCopy } from '../kernel/user-access.js';
import { findEntryState } from './entry-state.js';
import {
  type FunctionModel,
  findToldKinds,
  isFaultsOffAssertion,
  isUserAccess,
  makeFunctionModel,
} from './function-model.js';
import { findPageSteps } from './scatterlist-walk.js';
import type { State } from './state.js';
import { findSteps } from './track-steps.js';
import { type Walk, walkFunction } from './walk.js';

/** A call that relies on page faults being off, and the calls from there to the access where it lies in another function. */
export interface Exposure {
  readonly call: Call;
  readonly path: readonly Call[];
  /** Nothing but the name of a function out of sight tells of the access. */
  readonly isByName?: boolean | undefined;
}

/** A call of a function. */
export interface CallSite {
  /** The function that calls. */
  readonly fn: CFunction;
  /** Page faults are off at the call, on every path to it. */
  readonly isGuarded: boolean;
}

/** One side of a file: its functions, taken apart on demand. */
export class CodeModel {
  readonly #functions: readonly CFunction[];
  readonly #byName: ReadonlyMap<string | undefined, CFunction>;
  readonly #isWholeFile: boolean;
  readonly #models = new Map<CFunction, FunctionModel>();
  readonly #exposures = new Map<string, Exposure | undefined>();
  readonly #code: CodeText;
  #disablingMacros: ReadonlySet<string> | undefined;

  constructor(code: CodeText, heading: string, isWholeFile: boolean) {
    this.#code = code;
    this.#isWholeFile = isWholeFile;
    this.#functions = isWholeFile ? findFunctions(code) : findVisibleFunctions(code, heading);
    this.#byName = new Map(this.#functions.map(fn => [fn.name, fn]));
  }

  /** What it was made of. */
  get text(): CodeText {
    return this.#code;
  }

  list(): readonly CFunction[] {
    return this.#functions;
  }

  /** Whether a function of that name is defined here. */
  defines(name: string): boolean {
    return this.#byName.has(name);
  }

  /** Whether other files can mean what this file, as `path`, defines by that name: of a header everything, else what is not static. */
  offers(name: string, path: string): boolean {
    const fn = this.#byName.get(name);
    if (!path.endsWith('.h')) return fn !== undefined && !fn.isStatic;
    return fn !== undefined || this.#code.lines.some(line => /^#\s*define\s+(\w+)/.exec(line)?.[1] === name);
  }

  /** The line of that number; empty where there is none. */
  textAt(line: number): string {
    return this.#code.lines[line - this.#code.firstLine] ?? '';
  }

  /** The function that a line stands in. */
  functionAt(line: number): CFunction | undefined {
    return this.#functions.find(fn => fn.startLine <= line && line <= fn.endLine);
  }

  model(fn: CFunction): FunctionModel {
    const known = this.#models.get(fn);
    if (known) return known;
    const made = makeFunctionModel(fn);
    this.#models.set(fn, made);
    return made;
  }

  /**
   * The user access that a call of the function may reach: the call itself, or one inside a function of the same file, entered with
   * page faults on. Undefined where it reaches none that is in sight. A function of the file goes before a kernel function of its name.
   */
  exposureOf(call: Call, within: FunctionModel): Exposure | undefined {
    const isOwn = this.#isWholeFile && this.#byName.has(call.name);
    if (!isOwn) return this.#directExposure(call, within);
    const inner = this.#exposureInside(call, 0);
    return inner && { call, path: [inner.call, ...inner.path] };
  }

  #directExposure(call: Call, within: FunctionModel): Exposure | undefined {
    if (isUserAccess(call, within) || isFaultsOffAssertion(call)) return { call, path: [] };
    return !this.#isWholeFile && isNamedForUserCopy(call.name) ? { call, path: [], isByName: true } : undefined;
  }

  #exposureInside(call: Call, depth: number): Exposure | undefined {
    const callee = this.#byName.get(call.name);
    if (!callee || depth >= limits.helperDepthMax) return undefined;
    const facts = readFacts(call, callee);
    const key = `${call.name} ${[...facts].join()}`;
    if (this.#exposures.has(key)) return this.#exposures.get(key);
    this.#exposures.set(key, undefined);
    const model = this.model(callee);
    const inner = new Map<Call, Exposure>();
    for (const each of model.calls) {
      const reached = this.#byName.has(each.name) ? this.#exposureInside(each, depth + 1) : undefined;
      if (reached) inner.set(each, { call: each, path: [reached.call, ...reached.path] });
      else if (!this.#byName.has(each.name) && isUserAccess(each, model)) inner.set(each, { call: each, path: [] });
    }
    if (inner.size === 0) return undefined;
    const walk = walkFunction(model.graph, {
      isEvent: each => inner.has(each),
      trackedAtoms: new Set([...model.atoms, ...facts.keys()]),
      entry: { atoms: facts },
    });
    for (const [each, states] of walk.events) {
      if (states.every(isOff)) continue;
      this.#exposures.set(key, inner.get(each));
      return inner.get(each);
    }
    return undefined;
  }

  /** Whether page faults may be off behind a call, as far as a function or macro of this file or the call's name tells. */
  leavesFaultsOff({ name }: Call): boolean {
    if (mapCalls[name] || unmapCalls[name] || faultDisablers.has(name) || faultEnablers.has(name)) return false;
    if (faultDisablingName.test(name) || this.#findDisablingMacros().has(name)) return true;
    const callee = this.#byName.get(name);
    if (!callee) return false;
    const model = this.model(callee);
    return walkFunction(model.graph, { isEvent: () => false, trackedAtoms: model.atoms }).exits.some(isOff);
  }

  /** Whether a macro turns page faults off, or a function besides this one turns them off and never on, or the reverse. */
  switchesFaultsOutside(within: CFunction): boolean {
    if (this.#findDisablingMacros().size > 0) return true;
    return this.#functions.some(fn => {
      if (fn.startLine === within.startLine) return false;
      const has = (names: ReadonlySet<string>): boolean => [...names].some(fn.mentions);
      return has(faultDisablers) !== has(faultEnablers);
    });
  }

  #findDisablingMacros(): ReadonlySet<string> {
    const isNamed = (line: string): boolean => [...faultDisablers].some(name => line.includes(name));
    // Most files do without, and need not be read once more.
    const tokens = this.#disablingMacros || !this.#code.lines.some(isNamed) ? [] : tokenize(this.#code);
    this.#disablingMacros ??= new Set(
      tokens
        .filter(({ kind, text }) => kind === 'directive' && [...faultDisablers].some(name => text.includes(`${name}(`)))
        .flatMap(({ text }) => /^#\s*define\s+(\w+)/.exec(text)?.[1] ?? []),
    );
    return this.#disablingMacros;
  }

  /** Where the file calls the function, or hands it to others to call. */
  callSitesOf(name: string): readonly CallSite[] {
    const mentions = (call: Call): boolean =>
      call.name === name || call.args.some(argument => argument.some(({ text }) => text === name));
    return this.#functions.flatMap(fn => {
      if (fn.name === name || !fn.mentions(name)) return [];
      const model = this.model(fn);
      const walk = walkFunction(model.graph, { isEvent: mentions, trackedAtoms: model.atoms });
      return [...walk.events.values()].map(states => ({ fn, isGuarded: walk.isComplete && states.every(isOff) }));
    });
  }

  walk(model: FunctionModel, atoms: ReadonlySet<string>, isEvent: (call: Call) => boolean): Walk {
    const options = {
      isEvent,
      trackedAtoms: atoms,
      toldKinds: findToldKinds(model),
      steps: findSteps(model.graph),
      pageSteps: findPageSteps(model),
    };
    const walk = walkFunction(model.graph, options);
    if (model.isWhole) return walk;
    const entry = findEntryState(model, walk);
    if (entry.faultsOff.length + entry.live.length === 0) return walk;
    const inside = {
      trackedAtoms: new Set([...atoms, enclosing]),
      entry: { ...entry, atoms: new Map([[enclosing, true]]) },
    };
    const fromEntry = walkFunction(model.graph, { ...options, ...inside });
    // Where some way out ends nothing of it, the stretch began in a branch that never had it.
    const isKept = fromEntry.exits.some(
      exit =>
        exit.live.some(({ isFromBefore }) => isFromBefore) ||
        exit.faultsOff.some(source => entry.faultsOff.includes(source)),
    );
    return isKept ? walk : fromEntry;
  }
}

function isOff({ faultsOff }: State): boolean {
  return faultsOff.length > 0;
}

/** What a call's constant arguments tell of the parameters: `copy(to, n, false)`. */
function readFacts(call: Call, callee: CFunction): ReadonlyMap<string, boolean> {
  const facts = new Map<string, boolean>();
  for (const [index, param] of callee.params.entries()) {
    const argument = squeeze(call.args[index] ?? []);
    if (/^(?:true|1)$/.test(argument)) facts.set(param, true);
    else if (/^(?:false|0|NULL)$/.test(argument)) facts.set(param, false);
  }
  return facts;
}
