import type { Assumption } from '../../c/condition.js';
import { type Call, squeeze } from '../../c/expression.js';
import type { Token } from '../../c/tokenize.js';
import { groupBy } from '../../domain/group-by.js';
import {
  iteratorEnds,
  iteratorFlags,
  iteratorFlagsArgument,
  iteratorNext,
  iteratorStart,
} from '../../kernel/scatterlist.js';
import type { FunctionModel } from './function-model.js';
import type { LiveMapping, State } from './state.js';

/** The mapping that each sg_miter_next() of a function makes, and the place of the flag that makes it one of its kind. */
export type PageSteps = ReadonlyMap<Call, PageStep>;

interface PageStep {
  readonly mapping: LiveMapping;
  /** The call to sg_miter_start(), on the line where its flag stands. */
  readonly start: Call;
}

/** The steps of the iterators that the function starts itself, where all their starts ask for one kind of mapping. */
export function findPageSteps({ calls, graph }: Pick<FunctionModel, 'calls' | 'graph'>): PageSteps {
  const steps = new Map<Call, PageStep>();
  const starts = groupBy(
    calls.filter(({ name }) => name === iteratorStart),
    iteratorOf,
  );
  for (const call of calls) {
    const kinds =
      call.name === iteratorNext ? (starts.get(iteratorOf(call)) ?? []).map(start => readKind(start, graph)) : [];
    const [first] = kinds;
    if (!first || kinds.some(other => other?.kind !== first.kind)) continue;
    const nearest = kinds.findLast(other => other && other.start.line <= call.line) ?? first;
    // The address has no name of its own: it is a member of the iterator.
    const mapping = { kind: first.kind, family: 'sg_miter', call, page: conditionOf(call) } as const;
    steps.set(call, { mapping, start: nearest.start });
  }
  return steps;
}

function iteratorOf({ args }: Call): string {
  return squeeze(args[0] ?? []);
}

/** What a branch that asks whether there is another page has for its condition. */
function conditionOf(call: Call): string {
  return `${iteratorNext}(${iteratorOf(call)})`;
}

/** The strongest of the flags, in the argument itself or in what the function writes into the variable that stands there. */
function readKind(start: Call, graph: FunctionModel['graph']): { kind: LiveMapping['kind']; start: Call } | undefined {
  const argument = start.args[iteratorFlagsArgument] ?? [];
  const variable = squeeze(argument);
  const writers = graph.nodes.flatMap(({ expression }) => (expression?.written.includes(variable) ? [expression] : []));
  const tokens: readonly Token[] = [...argument, ...writers.flatMap(writer => writer.tokens)];
  const flag = Object.keys(iteratorFlags).flatMap(name => tokens.find(({ text }) => text === name) ?? [])[0];
  const kind = iteratorFlags[flag?.text ?? ''];
  return flag && kind ? { kind, start: { ...start, line: flag.line } } : undefined;
}

/** The state behind a call that steps an iterator on, or stops it. */
export function stepIterator(state: State, call: Call, steps: PageSteps): State {
  const step = steps.get(call);
  if (!step) return iteratorEnds.has(call.name) ? endStep(state, conditionOf(call)) : state;
  const { mapping, start } = step;
  const before = endStep(state, mapping.page);
  const live = [...before.live, mapping];
  if (mapping.kind !== 'atomic') return { ...before, live };
  return { ...before, live, faultsOff: [...before.faultsOff, { call: start, by: 'mapping', mapping }] };
}

/** Where sg_miter_next() has returned false, no page is mapped. */
export function endExhausted(state: State, assumes: readonly Assumption[]): State {
  return assumes.reduce((known, { atom, holds }) => (holds ? known : endStep(known, atom)), state);
}

function endStep(state: State, page: string): State {
  const isEnded = (mapping: LiveMapping | undefined): boolean =>
    mapping?.family === 'sg_miter' && mapping.page === page;
  if (!state.live.some(isEnded)) return state;
  return {
    ...state,
    live: state.live.filter(mapping => !isEnded(mapping)),
    faultsOff: state.faultsOff.filter(source => !isEnded(source.mapping)),
  };
}
