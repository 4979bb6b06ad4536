import { indexAtDepthZero } from '../../c/brackets.js';
import { addressKey } from '../../c/expression.js';
import type { FlowNode } from '../../c/flow-graph.js';
import { limits } from '../../domain/limits.js';
import { effectKeyOf, type LeftMapping, type Outcome } from '../walk/effect.js';
import type { FunctionModel } from '../walk/function-model.js';
import { speaksOnlyOf } from '../walk/rename-for-caller.js';
import type { CodePlace } from '../walk/site.js';
import type { LiveMapping } from '../walk/state.js';
import type { ExitState, Walk } from '../walk/walk.js';

/** What a function has done when it returns, told in its own names. */
export interface Summary {
  /** Empty where it never returns, or `isKnown` is false. */
  readonly outcomes: readonly Outcome[];
  /** False where it leaves something in a way that is not followed. */
  readonly isKnown: boolean;
  /** Some path leaves page faults off. */
  readonly leavesFaultsOff: boolean;
}

/** Of a function that leaves everything as it finds it. */
export const doesNothing: Summary = {
  outcomes: [{ facts: [], maps: [], ends: [], disables: [], isFailure: false }],
  isKnown: true,
  leavesFaultsOff: false,
};

/** Sums up the ways out of a function. `walk` has to be one that noted what the function ended of its caller's. */
export function summarize(model: FunctionModel, walk: Walk, place: CodePlace): Summary {
  const leavesFaultsOff = walk.exits.some(exit => exit.faultsOff.some(({ by }) => by !== 'guard'));
  const summarizer = new Summarizer(model, place);
  const outcomes = walk.exits.map(exit => summarizer.outcomeOf(exit));
  const known = outcomes.filter(outcome => outcome !== undefined);
  const merged = mergeAlike(known);
  const isKnown = walk.isComplete && known.length === outcomes.length && merged.length <= limits.outcomesMax;
  return { outcomes: isKnown ? merged : [], isKnown, leavesFaultsOff };
}

/** One outcome for all that do the same, under what all of them need. */
export function mergeAlike(outcomes: readonly Outcome[]): Outcome[] {
  const merged = new Map<string, Outcome>();
  for (const outcome of outcomes) {
    const key = effectKeyOf(outcome);
    const other = merged.get(key);
    const isCommon = ({ atom, holds }: Outcome['facts'][number]): boolean =>
      other?.facts.some(fact => fact.atom === atom && fact.holds === holds) ?? true;
    const isFailure = outcome.isFailure && other?.isFailure !== false;
    merged.set(key, { ...(other ?? outcome), facts: outcome.facts.filter(isCommon), isFailure });
  }
  return [...merged.values()];
}

class Summarizer {
  readonly #model: FunctionModel;
  readonly #place: CodePlace;
  readonly #written: ReadonlySet<string>;

  constructor(model: FunctionModel, place: CodePlace) {
    this.#model = model;
    this.#place = place;
    this.#written = new Set(model.graph.nodes.flatMap(({ expression }) => expression?.written ?? []));
  }

  /** Undefined where a mapping stays behind that the caller has no name for. */
  outcomeOf(exit: ExitState): Outcome | undefined {
    const maps: LeftMapping[] = [];
    for (const mapping of exit.live) {
      const { kind, family, page, call } = mapping;
      const made = mapping.made ?? { call, within: this.#place };
      if (this.#isReturned(exit.node, mapping)) maps.push({ kind, family, page, made });
      else if (mapping.address !== undefined && this.#isCallers(mapping.address))
        maps.push({ kind, family, page, made, address: mapping.address });
      else return undefined;
    }
    const params = this.#model.params.filter(param => !this.#written.has(param));
    const facts = [...exit.atoms].filter(([atom]) => speaksOnlyOf(params, atom) && isCallersOwn(atom));
    const disables = exit.faultsOff
      .filter(({ by }) => by === 'call')
      .map(({ call, made }) => made ?? { call, within: this.#place });
    return {
      facts: facts.map(([atom, holds]) => ({ atom, holds })),
      maps,
      ends: exit.outside ?? [],
      disables,
      isFailure: exit.node.exit === 'return' && isFailureValue(exit.node),
    };
  }

  #isReturned({ exit, expression }: FlowNode, { address, call }: LiveMapping): boolean {
    if (exit !== 'return' || !expression) return false;
    if (expression.calls.includes(call)) {
      const isArgument = expression.calls.some(
        other =>
          other !== call &&
          other.args.some(arg => arg.some(({ text, line }) => text === call.name && line === call.line)),
      );
      return !isArgument;
    }
    const key = addressKey(expression.tokens);
    return key !== undefined && address !== undefined && (key === address || this.#isMadeOf(key, address));
  }

  /** Whether a variable gets its value from the address: `entry = kaddr + offset`. */
  #isMadeOf(key: string, address: string): boolean {
    return this.#model.graph.nodes.some(({ expression }) => {
      const equals = indexAtDepthZero(expression?.tokens ?? [], '=');
      if (!expression?.replaced.includes(key) || equals < 0) return false;
      return addressKey(expression.tokens.slice(equals + 1)) === address;
    });
  }

  /** An object that belongs to the caller: what a parameter points to, and for a macro what it is given. */
  #isCallers(address: string): boolean {
    const base = /^(?:#\d|[\w$]+)/.exec(address)?.[0] ?? '';
    if (!this.#model.params.includes(base)) return false;
    if (this.#model.isMacro || address.startsWith('->', base.length)) return true;
    return (
      address === base &&
      this.#model.body.some(
        ({ text }, index, tokens) =>
          text === '*' && tokens[index + 1]?.text === base && tokens[index + 2]?.text === '=',
      )
    );
  }
}

/**
 * Whether a condition tells the caller's paths apart. What an object holds was put there before, perhaps by the caller itself: it tells less
 * than it seems.
 */
export function isCallersOwn(atom: string): boolean {
  return !/->|\./.test(atom);
}

/** `NULL`, `ERR_PTR(…)`, `-ENOMEM`. */
function isFailureValue({ expression }: FlowNode): boolean {
  const [first, second] = expression?.tokens ?? [];
  if (first?.text === '-') return /^E[A-Z0-9]+$/.test(second?.text ?? '');
  return first !== undefined && ['NULL', 'ERR_PTR', 'ERR_CAST'].includes(first.text);
}
