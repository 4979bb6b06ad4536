import { addressKey, type Call, type Expression } from '../../c/expression.js';
import type { FlowGraph, FlowNode } from '../../c/flow-graph.js';
import { limits } from '../../domain/limits.js';
import { mapCalls, type UnmapCall, unmapCalls } from '../../kernel/mappings.js';
import { faultEnablers } from '../../kernel/page-faults.js';
import { readingCalls } from '../../kernel/reading-calls.js';
import { iteratorEnds } from '../../kernel/scatterlist.js';
import { applyCall, applyOutcome, findEnded, findMapping } from './apply-call.js';
import type { CallEffect } from './effect.js';
import { knownCalls } from './function-model.js';
import { endExhausted, type PageSteps, stepIterator } from './scatterlist-walk.js';
import type { CodePlace, Site } from './site.js';
import { assume, type FaultsOff, keyOf, type LiveMapping, type State } from './state.js';
import { trackEnded } from './track-ended.js';
import { type Steps, trackSteps } from './track-steps.js';

export interface UnmapState extends State {
  readonly unmap: UnmapCall;
  /** The mapping that the argument names; undefined where it was made elsewhere or is not recognised. */
  readonly mapping?: LiveMapping | undefined;
  /** The kernel's unmap call, where the call is of a function or macro that makes it. */
  readonly made?: Site | undefined;
}

export interface ExitState extends State {
  readonly node: FlowNode;
}

/** What was true, on each set of paths, at the calls of interest and at the ways out. */
export interface Walk {
  readonly events: ReadonlyMap<Call, readonly State[]>;
  readonly unmaps: ReadonlyMap<Call, readonly UnmapState[]>;
  /** The calls that turn page faults on. */
  readonly enables: ReadonlyMap<Call, readonly State[]>;
  readonly exits: readonly ExitState[];
  /** On arrival at each place, before its calls. */
  readonly arrivals: ReadonlyMap<FlowNode, readonly State[]>;
  /** False where the function has more states than are walked (`limits.walkStepsMax`): nothing may be concluded. */
  readonly isComplete: boolean;
}

export interface WalkOptions {
  /** Calls at which the state is to be observed. */
  readonly isEvent: (call: Call) => boolean;
  /** Conditions worth telling paths apart by. */
  readonly trackedAtoms: ReadonlySet<string>;
  /** Mappings whose kind their unmap tells, by the map call. */
  readonly toldKinds?: ReadonlyMap<Call, Call> | undefined;
  /** Where variables go through the memory to which they point. */
  readonly steps?: Steps | undefined;
  /** The mappings that iterators over scatterlists make. */
  readonly pageSteps?: PageSteps | undefined;
  /** What the functions and macros in sight do; undefined for those that do nothing or are not in sight. */
  readonly effectOf?: ((call: Call) => CallEffect | undefined) | undefined;
  /** Where the code stands: given where it is asked what it ends of its caller's. */
  readonly place?: CodePlace | undefined;
  /** What holds already where the code begins. */
  readonly entry?: Partial<State> | undefined;
}

/**
 * Walks every path through a function, as far as they can be told apart by guarantees held, mappings live and tracked conditions, and
 * notes what was true at each call of interest.
 */
export function walkFunction(graph: FlowGraph, options: WalkOptions): Walk {
  const events = new Notes<Call, State>();
  const unmaps = new Notes<Call, UnmapState>();
  const enables = new Notes<Call, State>();
  const exits = new Notes<FlowNode, ExitState>();
  const seen: Set<string>[] = graph.nodes.map(() => new Set());
  const arrivals = new Map(graph.nodes.map(node => [node, [] as State[]]));
  const outside = options.place ? [] : undefined;
  const nothing = { faultsOff: [], live: [], atoms: new Map(), ended: new Map(), reached: new Map(), outside };
  const entry: State = { ...nothing, ...options.entry };
  const pending = [{ index: 0, state: entry }];
  const noteUnmaps = (state: State, call: Call, effect: CallEffect | undefined): void => {
    const unmap = unmapCalls[call.name];
    if (unmap) unmaps.add(call, { ...state, unmap, mapping: findMapping(state, call, unmap) });
    for (const ending of effect?.outcomes.flatMap(outcome => outcome.ends) ?? []) {
      if (!ending.unmap) continue;
      // Where the end is not certain, nothing is known of the mapping but that it may end here.
      const mapping = effect?.areEndsCertain ? findEnded(state, ending) : undefined;
      const { name, line } = ending.made.call;
      unmaps.add(call, { ...state, unmap: ending.unmap, mapping, made: ending.made }, `${name}${line}`);
    }
  };
  const passCall = (state: State, call: Call, node: FlowNode): State[] => {
    if (options.isEvent(call)) events.add(call, state);
    if (faultEnablers.has(call.name)) enables.add(call, state);
    const effect = options.effectOf?.(call);
    noteUnmaps(state, call, effect);
    if (!effect) {
      const next = applyCall(state, call, { node, toldBy: options.toldKinds?.get(call), place: options.place });
      return [options.pageSteps ? stepIterator(next, call, options.pageSteps) : next];
    }
    return effect.outcomes.flatMap(outcome => applyOutcome(state, call, outcome, options.trackedAtoms) ?? []);
  };
  const nodeFacts = new Map<FlowNode, NodeFacts>();
  const factsOf = (node: FlowNode): NodeFacts => {
    const known = nodeFacts.get(node) ?? readNode(node, options);
    nodeFacts.set(node, known);
    return known;
  };
  // Without the conditions that tell paths apart, a walk would claim what never happens together.
  let steps = options.trackedAtoms.size <= limits.pathConditionsMax ? 0 : limits.walkStepsMax + 1;
  for (let item = pending.pop(); item && steps <= limits.walkStepsMax; item = pending.pop()) {
    const node = graph.nodes[item.index];
    const visited = seen[item.index];
    if (!node || !visited) continue;
    const state = leaveScopes(item.state, node.scopes);
    const key = keyOf(state);
    if (visited.has(key)) continue;
    visited.add(key);
    arrivals.get(node)?.push(state);
    let states = [state];
    const { calls, forgotten } = factsOf(node);
    for (const call of calls) states = distinct(states.flatMap(each => passCall(each, call, node)));
    steps += Math.max(1, states.length);
    const { expression } = node;
    for (const passed of states) {
      const named = trackEnded(forgetNames(forget(passed, forgotten), expression), expression);
      const stepped = expression && options.steps ? trackSteps(named, expression, options.steps) : named;
      const behind = knowMapped(stepped, expression, options.trackedAtoms);
      if (node.exit) exits.add(node, { ...behind, node });
      for (const edge of node.edges) {
        const next = assume(endExhausted(behind, edge.assumes), edge.assumes, options.trackedAtoms);
        if (next) pending.push({ index: edge.to, state: next });
      }
    }
  }
  return {
    events: events.all(),
    unmaps: unmaps.all(),
    enables: enables.all(),
    arrivals,
    exits: [...exits.all().values()].flat(),
    isComplete: steps <= limits.walkStepsMax,
  };
}

/** What a walk has to do at a node, whatever is true there. */
interface NodeFacts {
  /** Those of its calls at which something is noted, or may change. */
  readonly calls: readonly Call[];
  /** The conditions that are no longer known behind it, since something that they mention is written. */
  readonly forgotten: ReadonlySet<string>;
}

function readNode({ expression }: FlowNode, options: WalkOptions): NodeFacts {
  const { trackedAtoms, pageSteps, entry } = options;
  const acts = (call: Call): boolean =>
    options.isEvent(call) ||
    knownCalls.changes(call) ||
    options.effectOf?.(call) !== undefined ||
    (pageSteps !== undefined && (pageSteps.has(call) || iteratorEnds.has(call.name)));
  const known = [...trackedAtoms, ...(entry?.atoms?.keys() ?? [])];
  const written = expression?.written.filter(object => !isOnlyRead(object, expression)) ?? [];
  const isWritten = (atom: string): boolean => written.some(object => mentions(atom, object));
  return { calls: expression?.calls.filter(acts) ?? [], forgotten: new Set(known.filter(isWritten)) };
}

/** States by the place where they were seen, each kind of state once. */
class Notes<Place, Seen extends State> {
  readonly #notes = new Map<Place, Map<string, Seen>>();

  /** `aside` tells apart what is seen at one place in one state. */
  add(place: Place, seen: Seen, aside = ''): void {
    const states = this.#notes.get(place) ?? new Map<string, Seen>();
    states.set(keyOf(seen) + aside, seen);
    this.#notes.set(place, states);
  }

  all(): Map<Place, Seen[]> {
    return new Map([...this.#notes].map(([place, states]) => [place, [...states.values()]]));
  }
}

function leaveScopes(state: State, scopes: readonly number[]): State {
  const ends = (source: FaultsOff): boolean => source.scope !== undefined && !scopes.includes(source.scope);
  return state.faultsOff.some(ends) ? { ...state, faultsOff: state.faultsOff.filter(source => !ends(source)) } : state;
}

function distinct(states: readonly State[]): State[] {
  return states.length < 2 ? [...states] : [...new Map(states.map(state => [keyOf(state), state])).values()];
}

function forget(state: State, forgotten: ReadonlySet<string>): State {
  if (forgotten.size === 0 || state.atoms.size === 0) return state;
  const kept = [...state.atoms].filter(([atom]) => !forgotten.has(atom));
  return kept.length === state.atoms.size ? state : { ...state, atoms: new Map(kept) };
}

/** The object's address goes to functions that read it, and nothing is assigned here. */
function isOnlyRead(object: string, { calls, tokens }: Expression): boolean {
  const getting = calls.filter(call => call.args.some(argument => addressKey(argument) === object));
  return (
    getting.length > 0 &&
    getting.every(call => readingCalls.has(call.name)) &&
    !tokens.some(({ text }) => /^(?:[-+*/%&|^]|<<|>>)?=$|^(?:\+\+|--)$/.test(text))
  );
}

function mentions(atom: string, object: string): boolean {
  for (let at = atom.indexOf(object); at >= 0; at = atom.indexOf(object, at + 1)) {
    const before = atom[at - 1] ?? ' ';
    const after = atom[at + object.length] ?? ' ';
    if (!/[\w.>]/.test(before) && !/\w/.test(after)) return true;
  }
  return false;
}

/** A mapping whose variable gets another value lives on, but no name is left for it. */
function forgetNames(state: State, expression: Expression | undefined): State {
  const isRenamed = ({ call, address }: LiveMapping): boolean =>
    address !== undefined && (expression?.replaced.includes(address) ?? false) && !expression?.calls.includes(call);
  if (!state.live.some(isRenamed)) return state;
  const nameless = new Map(state.live.filter(isRenamed).map(mapping => [mapping, { ...mapping, address: undefined }]));
  const live = state.live.map(mapping => nameless.get(mapping) ?? mapping);
  const faultsOff = state.faultsOff.map(source => {
    const mapping = source.mapping && nameless.get(source.mapping);
    return mapping ? { ...source, mapping } : source;
  });
  return { ...state, live, faultsOff };
}

/**
 * A mapping call does not return NULL, and does not take it: a later `if (kaddr)` or `if (page)` around the unmap is true where the mapping was
 * made.
 */
function knowMapped(state: State, expression: Expression | undefined, tracked: ReadonlySet<string>): State {
  const mapped = state.live.filter(({ call }) => expression?.calls.includes(call));
  const known = mapped
    .flatMap(({ call, address, page }) => (mapCalls[call.name] ? [address, page] : [address]))
    .filter(text => text && tracked.has(text));
  if (known.length === 0) return state;
  return { ...state, atoms: new Map([...state.atoms, ...known.map(text => [text ?? '', true] as const)]) };
}
