import type { Call } from '../../c/expression.js';
import type { CFunction } from '../../c/function-head.js';
import { type CallEffect, type Ending, effectKeyOf, hasEffect, type Outcome } from '../walk/effect.js';
import { CallerWords } from '../walk/rename-for-caller.js';
import { mergeAlike, type Summary } from './summarize.js';

/** A function or macro that a call may run, summed up. */
export interface Callee {
  readonly fn: CFunction;
  readonly summary: Summary;
}

/** What a call does, if it may run each of these; undefined where it does nothing. */
export function makeCallEffect(call: Call, callees: readonly Callee[]): CallEffect | undefined {
  const each = callees.map(callee => makeEffect(call, callee));
  const outcomes = each.flatMap(effect => effect.outcomes);
  const mayLeaveFaultsOff = each.some(effect => effect.mayLeaveFaultsOff);
  if (!mayLeaveFaultsOff && !outcomes.some(hasEffect)) return undefined;
  const keys = new Set(each.map(effect => effect.outcomes.map(effectKeyOf).sort().join()));
  const areEndsCertain = keys.size === 1 && each.every(effect => effect.areEndsCertain);
  // Of two twins one maps and the same one unmaps: what may end here is not believed to go on.
  const alternatives = areEndsCertain ? outcomes : withAllEnds(outcomes);
  return { outcomes: mergeAlike(alternatives), areEndsCertain, mayLeaveFaultsOff };
}

function makeEffect(call: Call, { fn, summary }: Callee): CallEffect {
  const words = new CallerWords(fn.params, call);
  const told = mergeAlike(summary.outcomes.flatMap(outcome => tell(outcome, words) ?? []));
  if (summary.isKnown && told.length > 0) {
    if (!told.some((outcome, index) => told.slice(0, index).some(other => areMixed(outcome, other)))) {
      const areEndsCertain =
        new Set(told.filter(({ isFailure }) => !isFailure).map(endsKey)).size <= 1 || areApart(told);
      return { outcomes: areEndsCertain ? told : withAllEnds(told), areEndsCertain, mayLeaveFaultsOff: false };
    }
  }
  const nothing: Outcome = { facts: [], maps: [], ends: [], disables: [], isFailure: false };
  const [outcome = nothing] = withAllEnds([nothing, ...told]);
  return { outcomes: [outcome], areEndsCertain: false, mayLeaveFaultsOff: summary.leavesFaultsOff };
}

/** An outcome in the words of the caller; undefined where the arguments rule it out. */
function tell(outcome: Outcome, words: CallerWords): Outcome | undefined {
  const facts = outcome.facts.map(fact => words.fact(fact));
  if (facts.includes(false)) return undefined;
  return {
    ...outcome,
    facts: facts.filter(fact => typeof fact === 'object'),
    maps: outcome.maps.map(mapping => ({
      ...mapping,
      address: words.address(mapping.address),
      page: words.text(mapping.page),
    })),
    ends: outcome.ends.map(ending => ({
      ...ending,
      address: words.address(ending.address),
      page: ending.page === undefined ? undefined : words.text(ending.page),
    })),
  };
}

/** Whether two outcomes leave different things behind, and nothing that the caller knows tells which of them it is. */
function areMixed(a: Outcome, b: Outcome): boolean {
  if (a.isFailure !== b.isFailure || excludeEachOther(a, b)) return false;
  return effectKeyOf({ ...a, ends: [] }) !== effectKeyOf({ ...b, ends: [] });
}

function excludeEachOther(a: Outcome, b: Outcome): boolean {
  return a.facts.some(({ atom, holds }) => b.facts.some(other => other.atom === atom && other.holds !== holds));
}

function areApart(outcomes: readonly Outcome[]): boolean {
  return outcomes.every((outcome, index) => outcomes.slice(0, index).every(other => excludeEachOther(outcome, other)));
}

function endsKey({ ends }: Outcome): string {
  return effectKeyOf({ facts: [], maps: [], disables: [], isFailure: false, ends });
}

function withAllEnds(outcomes: readonly Outcome[]): Outcome[] {
  const ends = new Map<string, Ending>();
  for (const ending of outcomes.flatMap(outcome => outcome.ends))
    ends.set(`${ending.made.call.name} ${ending.address} ${ending.page}`, ending);
  // The one mapping that is named twice ends once: what else is of its kind goes on.
  return outcomes.map(outcome => ({ ...outcome, ends: [...ends.values()] }));
}
