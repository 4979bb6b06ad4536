import type { Assumption } from '../c/condition.js';
import { readCondition } from '../c/condition.js';
import { addressKey, type Call, type Expression, squeeze } from '../c/expression.js';
import { findFunctions } from '../c/find-functions.js';
import { findVisibleFunctions } from '../c/find-visible-functions.js';
import { buildFlowGraph, type FlowGraph } from '../c/flow-graph.js';
import type { CFunction } from '../c/function-head.js';
import { parseStatements } from '../c/parse-statements.js';
import type { Statement } from '../c/statement.js';
import type { CodeText } from '../domain/source.js';
import { mapCalls, unmapCalls } from '../kernel/mappings.js';
import {
  assertionCalls,
  faultDisablers,
  faultEnablers,
  faultsOffAssertions,
  guardCalls,
  noReturnCalls,
} from '../kernel/page-faults.js';
import { userAccessCalls } from '../kernel/user-access.js';
import type { FaultsOff, LiveMapping, State } from './state.js';
import { type Walk, walkFunction } from './walk.js';

/** A function taken apart, as far as it is in sight. */
export interface FunctionModel extends CFunction {
  readonly graph: FlowGraph;
  readonly calls: readonly Call[];
  /** Conditions that guard a mapping, an unmap or a switch of page faults: worth telling paths apart by. */
  readonly atoms: ReadonlySet<string>;
  readonly isTooDeep: boolean;
}

/** A call that relies on page faults being off, and the calls from there to the access where it lies in another function. */
export interface Exposure {
  readonly call: Call;
  readonly path: readonly Call[];
}

/** How far calls are followed from one function of a file into the next. */
const helperDepthMax = 4;

/** One side of a touched file: its functions, taken apart on demand. */
export class CodeModel {
  private readonly functions: readonly CFunction[];
  private readonly byName: ReadonlyMap<string | undefined, CFunction>;
  private readonly isWholeFile: boolean;
  private readonly models = new Map<CFunction, FunctionModel>();
  private readonly exposures = new Map<string, Exposure | undefined>();

  constructor(code: CodeText, heading: string, isWholeFile: boolean) {
    this.isWholeFile = isWholeFile;
    this.functions = isWholeFile ? findFunctions(code) : findVisibleFunctions(code, heading);
    this.byName = new Map(this.functions.map(fn => [fn.name, fn]));
  }

  list(): readonly CFunction[] {
    return this.functions;
  }

  model(fn: CFunction): FunctionModel {
    const known = this.models.get(fn);
    if (known) return known;
    const made = makeFunctionModel(fn);
    this.models.set(fn, made);
    return made;
  }

  /**
   * The user access that a call may reach: the call itself, or one inside a function of the same file, entered with page faults
   * on. Undefined where it reaches none that is in sight.
   */
  exposureOf(call: Call): Exposure | undefined {
    if (isUserAccess(call) || isFaultsOffAssertion(call)) return { call, path: [] };
    if (!this.isWholeFile) return undefined;
    const inner = this.exposureOfFunction(call.name, 0);
    return inner && { call, path: [inner.call, ...inner.path] };
  }

  private exposureOfFunction(name: string, depth: number): Exposure | undefined {
    if (depth >= helperDepthMax) return undefined;
    if (this.exposures.has(name)) return this.exposures.get(name);
    this.exposures.set(name, undefined);
    const callee = this.byName.get(name);
    if (!callee) return undefined;
    const model = this.model(callee);
    const inner = new Map<Call, Exposure>();
    for (const call of model.calls) {
      const reached = isUserAccess(call) ? { call, path: [] } : this.exposureOfFunction(call.name, depth + 1);
      if (reached) inner.set(call, reached.call === call ? reached : { call, path: [reached.call, ...reached.path] });
    }
    if (inner.size === 0) return undefined;
    const walk = walkFunction(model.graph, { isEvent: call => inner.has(call), trackedAtoms: model.atoms });
    for (const [call, observations] of walk.events) {
      if (observations.some(observation => observation.faultsOff.length === 0)) {
        const found = inner.get(call);
        this.exposures.set(name, found);
        return found;
      }
    }
    return undefined;
  }

  /** Whether the file calls the function, and only ever with page faults off. */
  isAlwaysCalledWithFaultsOff(name: string): boolean {
    let sites = 0;
    for (const fn of this.functions) {
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

function makeFunctionModel(fn: CFunction): FunctionModel {
  const { statements, isTooDeep } = parseStatements(fn.body);
  const graph = buildFlowGraph(statements, name => noReturnCalls.has(name));
  const calls = graph.nodes.flatMap(node => node.expression?.calls ?? []);
  return { ...fn, graph, calls, isTooDeep, atoms: guardingAtoms(statements) };
}

function isUserAccess(call: Call): boolean {
  return userAccessCalls.has(call.name);
}

function isFaultsOffAssertion(call: Call): boolean {
  return assertionCalls.has(call.name) && faultsOffAssertions.has(squeeze(call.args[0] ?? []));
}

function changesGuarantees(call: Call): boolean {
  const { name } = call;
  return (
    mapCalls[name] !== undefined ||
    unmapCalls[name] !== undefined ||
    faultDisablers.has(name) ||
    faultEnablers.has(name) ||
    guardCalls.has(name)
  );
}

/** The atoms of every condition in one of whose branches guarantees change. Recursion is bounded by the parser's depth. */
function guardingAtoms(statements: readonly Statement[]): Set<string> {
  const atoms = new Set<string>();
  const has = (expression: Expression | undefined): boolean => expression?.calls.some(changesGuarantees) ?? false;
  const visit = (list: readonly Statement[]): boolean => list.map(visitOne).includes(true);
  const visitOne = (statement: Statement): boolean => {
    switch (statement.kind) {
      case 'expression':
      case 'return':
        return has(statement.expression);
      case 'block':
        return [has(statement.guard), visit(statement.body)].includes(true);
      case 'switch':
        return [has(statement.subject), visit(statement.body)].includes(true);
      case 'loop':
        return [has(statement.init), has(statement.step), visit(statement.body)].includes(true);
      case 'if': {
        if (![visit(statement.consequent), visit(statement.alternative)].includes(true)) return false;
        const { whenTrue, whenFalse } = readCondition(statement.condition);
        for (const { atom } of [...whenTrue, ...whenFalse] satisfies Assumption[]) atoms.add(atom);
        return true;
      }
      default:
        return false;
    }
  };
  visit(statements);
  return atoms;
}

/**
 * A local mapping that every unmap of its variable ends as an atomic one: the region was written for an atomic mapping, and the
 * unmap turns page faults on. (A half-done conversion; the tree has had them.)
 */
function findToldKinds(model: FunctionModel): Map<Call, Call> {
  const told = new Map<Call, Call>();
  for (const call of model.calls) {
    const map = mapCalls[call.name];
    if (map?.kind !== 'local' || !call.assignedTo) continue;
    const ends = model.calls.filter(
      other => unmapCalls[other.name] && squeeze(other.args[0] ?? []) === call.assignedTo,
    );
    const [first] = ends;
    if (first && ends.every(end => unmapCalls[end.name]?.kind === 'atomic')) told.set(call, first);
  }
  return told;
}

/**
 * What must have held where a visible stretch of a function begins, since the stretch ends it without having begun it: a mapping whose
 * address nothing in sight writes, page faults that nothing in sight turned off.
 */
function findEntryState(model: FunctionModel, walk: Walk): Omit<State, 'atoms'> {
  const faultsOff: FaultsOff[] = [];
  const written = new Set(model.graph.nodes.flatMap(node => node.expression?.written ?? []));
  const opens: LiveMapping[] = [];
  for (const [call, states] of walk.unmaps) {
    const unmap = unmapCalls[call.name];
    const address = addressKey(call.args[0] ?? []);
    const isOpen =
      unmap?.takes === 'address' &&
      address !== undefined &&
      !written.has(address) &&
      states.every(({ mapping }) => !mapping);
    if (isOpen) opens.push({ kind: unmap.kind, family: unmap.family, call, address, page: '', isFromBefore: true });
  }
  // Where two calls would tell two kinds, the kind depends on something that is not in sight.
  const isCertain = (mapping: LiveMapping): boolean =>
    opens.every(
      ({ address, kind, family }) =>
        address !== mapping.address || (kind === mapping.kind && family === mapping.family),
    );
  const live = opens.filter(
    (mapping, index) => isCertain(mapping) && opens.findIndex(({ address }) => address === mapping.address) === index,
  );
  for (const mapping of live)
    if (mapping.kind === 'atomic') faultsOff.push({ call: mapping.call, by: 'mapping', mapping });
  for (const [call, states] of walk.enables) {
    const isOpen = states.every(state => state.faultsOff.every(source => source.by !== 'call'));
    if (isOpen && !faultsOff.some(source => source.by === 'call')) faultsOff.push({ call, by: 'call' });
  }
  return { faultsOff, live };
}
