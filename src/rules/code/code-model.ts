import type { Call } from '../../c/expression.js';
import { findFunctions } from '../../c/find-functions.js';
import { findVisibleFunctions } from '../../c/find-visible-functions.js';
import type { CFunction } from '../../c/function-head.js';
import { enclosing } from '../../c/statement.js';
import { groupBy } from '../../domain/group-by.js';
import { limits } from '../../domain/limits.js';
import type { CodeText } from '../../domain/source.js';
import { handOverName, mapCalls, pageReleaseCalls, unmapCalls } from '../../kernel/mappings.js';
import { faultDisablers, faultDisablingName, faultEnablers } from '../../kernel/page-faults.js';
import type { CallEffect } from '../walk/effect.js';
import { findEntryState } from '../walk/entry-state.js';
import { type FunctionModel, findToldKinds, makeFunctionModel } from '../walk/function-model.js';
import { findPageSteps } from '../walk/scatterlist-walk.js';
import type { CodePlace } from '../walk/site.js';
import type { State } from '../walk/state.js';
import { findSteps } from '../walk/track-steps.js';
import { type Walk, type WalkOptions, walkFunction } from '../walk/walk.js';
import { type Definitions, findDefinitions } from './definitions.js';
import { findDisablingMacros } from './disabling-macros.js';
import { type Exposure, Exposures } from './exposures.js';
import { Outside } from './outside.js';
import { Summaries } from './summaries.js';

/** A call of a function. */
export interface CallSite {
  /** The function that calls. */
  readonly fn: CFunction;
  /** Page faults are off at the call, on every path to it. */
  readonly isGuarded: boolean;
}

/** Where a file lies among others. */
export interface Neighbourhood {
  /** Its path; undefined for the file under review. */
  readonly path?: string | undefined;
  /** What other files define, by name, as far as that is at hand. */
  readonly outside?: Outside | undefined;
}

/** One side of a file: its functions and macros, taken apart on demand. */
export class CodeModel {
  readonly #code: CodeText;
  readonly #functions: readonly CFunction[];
  readonly #path: string | undefined;
  readonly outside: Outside;
  /** Undefined where only hunks are in sight: a function that is seen in part says nothing of its calls. */
  readonly #definitions: Definitions | undefined;
  #byName: ReadonlyMap<string | undefined, readonly CFunction[]> | undefined;
  #byMention: ReadonlyMap<string, ReadonlySet<CFunction>> | undefined;
  readonly #models = new Map<CFunction, FunctionModel>();
  readonly #summaries: Summaries;
  readonly #exposures: Exposures;

  constructor(code: CodeText, heading: string, isWholeFile: boolean, { path, outside }: Neighbourhood = {}) {
    this.#code = code;
    this.#path = path;
    this.outside = outside ?? new Outside();
    this.#functions = isWholeFile ? findFunctions(code) : findVisibleFunctions(code, heading);
    this.#definitions = isWholeFile ? findDefinitions(code, this.outside.functions) : undefined;
    this.#summaries = new Summaries(this);
    this.#exposures = new Exposures(this, isWholeFile);
  }

  /** What it was made of. */
  get text(): CodeText {
    return this.#code;
  }

  /** The functions, in order. */
  list(): readonly CFunction[] {
    return this.#functions;
  }

  /** The functions, and where the whole file is at hand the macros that stand for calls. */
  listCallable(): readonly CFunction[] {
    return [...this.#functions, ...(this.#definitions?.macros ?? [])];
  }

  /** The functions and macros in sight that a call may run; several are alternatives. */
  calleesOf(call: Call): readonly CFunction[] {
    return this.#definitions?.find(call.name, call.args.length) ?? [];
  }

  /** Whether a function of that name is defined here. */
  defines(name: string): boolean {
    return this.#firstNamed(name) !== undefined;
  }

  /** Whether other files can mean what this file, as `path`, defines by that name: of a header everything, else what is not static. */
  offers(name: string, path: string): boolean {
    const fn = this.#firstNamed(name);
    if (!path.endsWith('.h')) return fn !== undefined && !fn.isStatic;
    return fn !== undefined || this.#code.lines.some(line => /^#\s*define\s+(\w+)/.exec(line)?.[1] === name);
  }

  #firstNamed(name: string): CFunction | undefined {
    this.#byName ??= groupBy(this.#functions, fn => fn.name);
    return this.#byName.get(name)?.[0];
  }

  /** The names of this file are looked for all at once: one by one, a file of 20,000 functions would be read 20,000 times. */
  #mentioning(name: string): readonly CFunction[] {
    if (!this.defines(name)) return this.#functions.filter(fn => fn.mentions(name));
    this.#byMention ??= this.#indexMentions();
    return [...(this.#byMention.get(name) ?? [])];
  }

  #indexMentions(): ReadonlyMap<string, ReadonlySet<CFunction>> {
    const users = new Map<string, Set<CFunction>>();
    for (const fn of this.#functions) {
      for (const { kind, text } of fn.body) {
        if (kind === 'name' && this.defines(text)) users.set(text, (users.get(text) ?? new Set()).add(fn));
      }
    }
    return users;
  }

  model(fn: CFunction): FunctionModel {
    const known = this.outside.ownerOf(fn)?.model(fn) ?? this.#models.get(fn);
    if (known) return known;
    const made = makeFunctionModel(fn);
    this.#models.set(fn, made);
    return made;
  }

  /** Where a function stands, as seen from elsewhere. */
  placeOf(fn: CFunction): CodePlace {
    return this.outside.ownerOf(fn)?.placeOf(fn) ?? { functionName: fn.name, code: this.#code, path: this.#path };
  }

  /** What a call does, as far as what it runs is in sight; undefined where that is nothing, or the kernel's tables tell. */
  effectOf(call: Call): CallEffect | undefined {
    return this.#summaries.effectOf(call);
  }

  /** Whether what a call runs was not followed to the end: it calls itself, or is called too deeply. */
  isCut(call: Call): boolean {
    return this.#summaries.isCut(call);
  }

  /** Equal for functions that do the same for their callers, wherever they do it; also for one that is not there. */
  effectKeyOf(fn: CFunction | undefined): string {
    return this.#summaries.keyOf(fn);
  }

  /** The conditions by which the paths of a function are told apart. */
  atomsOf(model: FunctionModel): ReadonlySet<string> {
    return this.#summaries.atomsOf(model);
  }

  /** Whether a function or macro may make or end mappings, or turn page faults off or on, by what it mentions. */
  maySwitch(fn: CFunction): boolean {
    return this.#definitions?.maySwitch(fn) ?? false;
  }

  /** The functions and macros of this file that call one of these names, or one that does, and so on. */
  callersOf(names: readonly string[]): ReadonlySet<CFunction> {
    return this.#definitions?.callersOf(names) ?? new Set();
  }

  /** A function, and all of this file that it comes to by its calls. */
  reachedFrom(model: FunctionModel): readonly CFunction[] {
    const reached = new Set<CFunction>();
    const pending = model.calls.flatMap(call => this.calleesOf(call));
    for (let fn = pending.pop(); fn; fn = pending.pop()) {
      if (reached.has(fn) || this.outside.ownerOf(fn)) continue;
      reached.add(fn);
      pending.push(...this.model(fn).calls.flatMap(call => this.calleesOf(call)));
    }
    return [model, ...reached];
  }

  /**
   * The user access that a call of the function may reach: the call itself, or one inside a function or macro of the same file, entered with
   * page faults on. Undefined where it reaches none that is in sight. `known`: conditions known at the call.
   */
  exposureOf(call: Call, within: FunctionModel, known?: ReadonlyMap<string, boolean>): Exposure | undefined {
    return this.#exposures.find(call, within, known);
  }

  /** Who sums up a function. */
  summariesOf(fn: CFunction): Summaries {
    return this.outside.ownerOf(fn)?.summariesOf(fn) ?? this.#summaries;
  }

  /** Who looks into a function for user accesses. */
  exposuresOf(fn: CFunction): Exposures {
    return this.outside.ownerOf(fn)?.exposuresOf(fn) ?? this.#exposures;
  }

  /** Whether page faults may be off behind a call in a way that is not followed, as far as what it runs, or its name, tells. */
  leavesFaultsOff(call: Call): boolean {
    const { name } = call;
    if (mapCalls[name] || unmapCalls[name] || faultDisablers.has(name) || faultEnablers.has(name)) return false;
    if (!this.#definitions) return this.#seemsToLeaveFaultsOff(name);
    if (faultDisablingName.test(name) && this.calleesOf(call).length === 0) return true;
    return this.effectOf(call)?.mayLeaveFaultsOff ?? false;
  }

  /** Whether a call may end what it is handed in a way that is not followed: it comes to a function out of sight whose name says so. */
  mayEnd(call: Call, depth = 0): boolean {
    const { name } = call;
    if (unmapCalls[name] || pageReleaseCalls.has(name)) return false;
    const callees = this.calleesOf(call);
    if (callees.length === 0 || depth >= limits.helperDepthMax) return handOverName.test(name);
    return callees.some(fn => this.model(fn).calls.some(inner => this.mayEnd(inner, depth + 1)));
  }

  /** As far as a function or macro in the same hunk, or the name, tells. */
  #seemsToLeaveFaultsOff(name: string): boolean {
    if (faultDisablingName.test(name) || findDisablingMacros(this.#code).has(name)) return true;
    const callee = this.#firstNamed(name);
    return callee !== undefined && this.#walkBlindly(this.model(callee)).exits.some(isOff);
  }

  /** Whether a macro turns page faults off, or a function besides this one turns them off and never on, or the reverse. */
  switchesFaultsOutside(within: CFunction): boolean {
    if (findDisablingMacros(this.#code).size > 0) return true;
    return this.#functions.some(fn => {
      if (fn.startLine === within.startLine) return false;
      const has = (names: ReadonlySet<string>): boolean => [...names].some(fn.mentions);
      return has(faultDisablers) !== has(faultEnablers);
    });
  }

  /** Where the file calls the function, or hands it to others to call. */
  callSitesOf(name: string): readonly CallSite[] {
    const mentions = (call: Call): boolean =>
      call.name === name || call.args.some(argument => argument.some(({ text }) => text === name));
    return this.#mentioning(name).flatMap(fn => {
      if (fn.name === name) return [];
      const model = this.model(fn);
      const walk = this.walkPlainly(model, { isEvent: mentions, trackedAtoms: this.atomsOf(model) });
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
    const walk = this.walkPlainly(model, options);
    if (model.isWhole) return walk;
    const entry = findEntryState(model, walk);
    if (entry.faultsOff.length + entry.live.length === 0) return walk;
    const inside = {
      trackedAtoms: new Set([...atoms, enclosing]),
      entry: { ...entry, atoms: new Map([[enclosing, true]]) },
    };
    const fromEntry = this.walkPlainly(model, { ...options, ...inside });
    // Where some way out ends nothing of it, the stretch began in a branch that never had it.
    const isKept = fromEntry.exits.some(
      exit =>
        exit.live.some(({ isFromBefore }) => isFromBefore) ||
        exit.faultsOff.some(source => entry.faultsOff.includes(source)),
    );
    return isKept ? walk : fromEntry;
  }

  /** Walks a function that is entered with these conditions known. */
  walkKnowing(model: FunctionModel, atoms: ReadonlyMap<string, boolean>, isEvent: (call: Call) => boolean): Walk {
    const trackedAtoms = new Set([...this.atomsOf(model), ...atoms.keys()]);
    return this.walkPlainly(model, { isEvent, trackedAtoms, entry: { atoms } });
  }

  #walkBlindly(model: FunctionModel): Walk {
    return this.walkPlainly(model, { isEvent: () => false, trackedAtoms: this.atomsOf(model) });
  }

  /** Walks a function as it is asked, and follows what its calls do. */
  walkPlainly(model: FunctionModel, options: Omit<WalkOptions, 'effectOf'>): Walk {
    return walkFunction(model.graph, { ...options, effectOf: call => this.effectOf(call) });
  }
}

function isOff({ faultsOff }: State): boolean {
  return faultsOff.length > 0;
}
