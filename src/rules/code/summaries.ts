import type { Call } from '../../c/expression.js';
import type { CFunction } from '../../c/function-head.js';
import { limits } from '../../domain/limits.js';
import { type CallEffect, effectKeyOf, factsKeyOf, hasEffect } from '../walk/effect.js';
import { type FunctionModel, findGuardingAtoms, knownCalls } from '../walk/function-model.js';
import type { CodePlace } from '../walk/site.js';
import type { Walk, WalkOptions } from '../walk/walk.js';
import { makeCallEffect } from './call-effect.js';
import { doesNothing, isCallersOwn, type Summary, summarize } from './summarize.js';

/** What is asked of the code of a file. */
export interface SummedCode {
  readonly calleesOf: (call: Call) => readonly CFunction[];
  readonly model: (fn: CFunction) => FunctionModel;
  readonly placeOf: (fn: CFunction) => CodePlace;
  /** Of the file that the function belongs to. */
  readonly summariesOf: (fn: CFunction) => Summaries;
  readonly maySwitch: (fn: CFunction) => boolean;
  readonly walkPlainly: (model: FunctionModel, options: Omit<WalkOptions, 'effectOf'>) => Walk;
}

/** Sums up the functions and macros of one file, each when a call of it is met. */
export class Summaries {
  readonly #code: SummedCode;
  /** Undefined while it is being made. */
  readonly #summaries = new Map<CFunction, Summary | undefined>();
  readonly #effects = new Map<Call, CallEffect | undefined>();
  /** Those of whose calls some were taken for nothing. */
  readonly #cut = new Set<CFunction>();
  #depth = 0;

  constructor(code: SummedCode) {
    this.#code = code;
  }

  effectOf(call: Call): CallEffect | undefined {
    if (knownCalls.changes(call)) return undefined;
    if (this.#effects.has(call)) return this.#effects.get(call);
    const callees = this.#code.calleesOf(call);
    const known = callees.flatMap(fn => {
      const summary = this.#summaryOf(fn);
      return summary ? [{ fn, summary }] : [];
    });
    const effect = makeCallEffect(call, known);
    if (!callees.some(fn => this.#isUnderWay(fn))) this.#effects.set(call, effect);
    return effect;
  }

  /** Whether what a call runs calls itself, or is called too deeply, so that what it does was not followed to the end. */
  isCut(call: Call): boolean {
    return this.#code.calleesOf(call).some(fn => this.#code.summariesOf(fn).#cut.has(fn));
  }

  keyOf(fn: CFunction | undefined): string {
    const summary = fn && this.#summaryOf(fn);
    if (!summary?.isKnown) return `${summary?.leavesFaultsOff ?? false}`;
    if (!summary.outcomes.some(hasEffect)) return 'false';
    const keys = summary.outcomes.map(outcome => effectKeyOf(outcome) + factsKeyOf(outcome));
    return keys.sort().join();
  }

  atomsOf(model: FunctionModel): ReadonlySet<string> {
    const effects = model.calls.flatMap(call => this.effectOf(call) ?? []);
    if (effects.length === 0) return model.atoms;
    const facts = effects.flatMap(effect => effect.outcomes).flatMap(outcome => outcome.facts);
    const leavesMapping = (call: Call): boolean =>
      this.effectOf(call)?.outcomes.some(({ maps }) => maps.length > 0) ?? false;
    const guards = findGuardingAtoms(model.statements, model.calls, {
      maps: call => knownCalls.maps(call) || leavesMapping(call),
      changes: call => knownCalls.changes(call) || this.effectOf(call) !== undefined,
    });
    const decisive = [...model.atoms, ...facts.map(({ atom }) => atom)];
    return takeTrackable([...decisive, ...guards], decisive);
  }

  /** Undefined where the function switches nothing, or calls itself and is being summed up: then the inner call is taken for nothing. */
  #summaryOf(fn: CFunction): Summary | undefined {
    const owner = this.#code.summariesOf(fn);
    if (owner !== this) return owner.#summaryOf(fn);
    if (!this.#code.maySwitch(fn)) return undefined;
    const known = this.#summaries.get(fn);
    if (known) return known;
    if (this.#isUnderWay(fn) || this.#depth >= limits.summaryDepthMax) {
      this.#cut.add(fn);
      return undefined;
    }
    this.#summaries.set(fn, undefined);
    this.#depth += 1;
    const summary = this.#sumUp(fn);
    this.#depth -= 1;
    this.#summaries.set(fn, summary);
    return summary;
  }

  #sumUp(fn: CFunction): Summary {
    const model = this.#code.model(fn);
    // So it is with most functions that call one which maps: what they call puts everything back, and they need not be walked.
    const acts = model.calls.some(call => knownCalls.changes(call) || this.effectOf(call) !== undefined);
    if (!acts) return doesNothing;
    const place = this.#code.placeOf(fn);
    const needed = this.atomsOf(model);
    const sumUpBy = (trackedAtoms: ReadonlySet<string>): Summary =>
      summarize(model, this.#code.walkPlainly(model, { trackedAtoms, isEvent: () => false, place }), place);
    const summary = sumUpBy(needed);
    // What the caller can say as well is told apart only where something hangs on it: each condition may double the states.
    if (summary.isKnown && summary.outcomes.length <= 1) return summary;
    const asked = [...model.paramAtoms].filter(isCallersOwn);
    return asked.length === 0 ? summary : sumUpBy(takeTrackable([...needed, ...asked], needed));
  }

  #isUnderWay(fn: CFunction): boolean {
    return this.#summaries.has(fn) && this.#summaries.get(fn) === undefined;
  }
}

/** The conditions that would be good to know, or where those are too many the ones that have to be known. */
function takeTrackable(useful: readonly string[], needed: Iterable<string>): ReadonlySet<string> {
  const atoms = new Set(useful);
  return atoms.size <= limits.pathConditionsMax ? atoms : new Set(needed);
}
