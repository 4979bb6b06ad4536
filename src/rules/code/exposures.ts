import type { Call } from '../../c/expression.js';
import type { CFunction } from '../../c/function-head.js';
import { limits } from '../../domain/limits.js';
import { isNamedForUserCopy, stepRunners, userAccessCalls } from '../../kernel/user-access.js';
import { type FunctionModel, isFaultsOffAssertion, isUserAccess } from '../walk/function-model.js';
import { CallerWords } from '../walk/rename-for-caller.js';
import type { CodePlace, Site } from '../walk/site.js';
import type { Walk } from '../walk/walk.js';

/** A call that relies on page faults being off, and the calls from there to the access where it lies in another function. */
export interface Exposure {
  readonly call: Call;
  readonly path: readonly Site[];
  /** Nothing but the name of a function out of sight tells of the access. */
  readonly isByName?: boolean | undefined;
}

/** What is asked of the code of a file. */
export interface ReadableCode {
  readonly calleesOf: (call: Call) => readonly CFunction[];
  readonly model: (fn: CFunction) => FunctionModel;
  readonly placeOf: (fn: CFunction) => CodePlace;
  /** Of the file that the function belongs to. */
  readonly exposuresOf: (fn: CFunction) => Exposures;
  readonly walkKnowing: (
    model: FunctionModel,
    atoms: ReadonlyMap<string, boolean>,
    isEvent: (call: Call) => boolean,
  ) => Walk;
}

/** Finds the user accesses that calls of one file's functions come to. */
export class Exposures {
  readonly #code: ReadableCode;
  /** Whether the whole file is at hand: else a name that speaks of a user copy tells of one. */
  readonly #isWholeFile: boolean;
  readonly #inside = new Map<CFunction, Map<string, Exposure | undefined>>();

  constructor(code: ReadableCode, isWholeFile: boolean) {
    this.#code = code;
    this.#isWholeFile = isWholeFile;
  }

  find(call: Call, within: FunctionModel, known: ReadonlyMap<string, boolean> = new Map()): Exposure | undefined {
    const callees = this.#code.calleesOf(call);
    if (callees.length > 0) return this.#through(call, callees, known, 0);
    const handed = this.#throughSteps(call, 0);
    if (handed) return handed;
    if (isUserAccess(call, within) || isFaultsOffAssertion(call)) return { call, path: [] };
    if (this.#isWholeFile || userAccessCalls.has(call.name) || !isNamedForUserCopy(call.name)) return undefined;
    return { call, path: [], isByName: true };
  }

  /**
   * The access behind a call of one of these. A function of the file goes before a kernel function of its name. Of functions of other
   * files all have to come to one: which of them is meant is not known.
   */
  #through(
    call: Call,
    callees: readonly CFunction[],
    known: ReadonlyMap<string, boolean>,
    depth: number,
  ): Exposure | undefined {
    let found: Exposure | undefined;
    for (const callee of callees) {
      const owner = this.#code.exposuresOf(callee);
      const inner = owner.#findInside(call, callee, known, depth);
      if (inner) found ??= { call, path: [{ call: inner.call, within: this.#code.placeOf(callee) }, ...inner.path] };
      if (inner && owner === this) return found;
      if (!inner && owner !== this) return undefined;
    }
    return found;
  }

  /** The access inside a function that the call hands to one which runs it at once. Its parameters are not this call's arguments. */
  #throughSteps(call: Call, depth: number): Exposure | undefined {
    if (!stepRunners.has(call.name)) return undefined;
    const steps = call.args.flatMap(([token, ...more]) =>
      token && more.length === 0 ? this.#code.calleesOf({ ...call, name: token.text, args: [] }) : [],
    );
    const found = this.#through({ ...call, args: [] }, steps, new Map(), depth);
    return found && { ...found, call };
  }

  #findInside(call: Call, callee: CFunction, known: ReadonlyMap<string, boolean>, depth: number): Exposure | undefined {
    if (depth >= limits.helperDepthMax) return undefined;
    const model = this.#code.model(callee);
    const facts = readFacts(call, model, known);
    const key = [...facts].join();
    const answers = this.#inside.get(callee) ?? new Map<string, Exposure | undefined>();
    this.#inside.set(callee, answers);
    if (answers.has(key)) return answers.get(key);
    answers.set(key, undefined);
    const inner = new Map<Call, Exposure>();
    for (const each of model.calls) {
      const callees = this.#code.calleesOf(each);
      if (callees.length === 0 && isUserAccess(each, model)) inner.set(each, { call: each, path: [] });
      const reached = this.#through(each, callees, facts, depth + 1) ?? this.#throughSteps(each, depth + 1);
      if (reached) inner.set(each, reached);
    }
    if (inner.size === 0) return undefined;
    const walk = this.#code.walkKnowing(model, facts, each => inner.has(each));
    for (const [each, states] of walk.events) {
      if (states.every(({ faultsOff }) => faultsOff.length > 0)) continue;
      answers.set(key, inner.get(each));
      return inner.get(each);
    }
    return undefined;
  }
}

/** What the arguments of a call, and what is known where it stands, tell of the conditions that are asked inside. */
function readFacts(
  call: Call,
  { params, paramAtoms }: FunctionModel,
  known: ReadonlyMap<string, boolean>,
): ReadonlyMap<string, boolean> {
  const facts = new Map<string, boolean>();
  const words = new CallerWords(params, call);
  for (const atom of paramAtoms) {
    const fact = words.fact({ atom, holds: true });
    const holds = typeof fact === 'object' ? knownTruth(known.get(fact.atom), fact.holds) : fact;
    if (holds !== undefined) facts.set(atom, holds);
  }
  return facts;
}

function knownTruth(known: boolean | undefined, holds: boolean): boolean | undefined {
  return known === undefined ? undefined : known === holds;
}
