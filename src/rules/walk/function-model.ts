import { readCase, readCondition } from '../../c/condition.js';
import { addressKey, type Call, type Expression, squeeze } from '../../c/expression.js';
import { buildFlowGraph, type FlowGraph } from '../../c/flow-graph.js';
import type { CFunction } from '../../c/function-head.js';
import { parseStatements } from '../../c/parse-statements.js';
import type { Statement } from '../../c/statement.js';
import { remember } from '../../domain/remember.js';
import { mapCalls, unmapCalls } from '../../kernel/mappings.js';
import {
  assertionCalls,
  faultDisablers,
  faultEnablers,
  faultsOffAssertions,
  guardCalls,
  noReturnCalls,
} from '../../kernel/page-faults.js';
import {
  addressLimitCalls,
  iteratorAccessCalls,
  iteratorKindCalls,
  kernelAddressLimits,
  userAccessCalls,
} from '../../kernel/user-access.js';
import { speaksOnlyOf } from './rename-for-caller.js';
import { unmapArgument } from './unmap-argument.js';

/** A function taken apart, as far as it is in sight. */
export interface FunctionModel extends CFunction {
  readonly statements: readonly Statement[];
  readonly graph: FlowGraph;
  readonly calls: readonly Call[];
  /** Conditions that guard a mapping, an unmap or a switch of page faults: worth telling paths apart by. */
  readonly atoms: ReadonlySet<string>;
  /** Conditions that the function's caller could state as well: of nothing but parameters, constants and functions. */
  readonly paramAtoms: ReadonlySet<string>;
  readonly isTooDeep: boolean;
}

/** A function taken apart: of one function it is made once. */
export const makeFunctionModel = remember((fn: CFunction): FunctionModel => {
  const { statements, isTooDeep } = parseStatements(fn.body);
  const graph = buildFlowGraph(statements, name => noReturnCalls.has(name));
  const calls = graph.nodes.flatMap(node => node.expression?.calls ?? []);
  const atoms = findGuardingAtoms(statements, calls, knownCalls);
  return { ...fn, body: fn.body, statements, graph, calls, atoms, paramAtoms: findParamAtoms(fn, graph), isTooDeep };
});

/** Whether a call of this function may touch user memory without turning page faults off itself. */
export function isUserAccess(call: Call, { calls, isWhole }: Pick<FunctionModel, 'calls' | 'isWhole'>): boolean {
  if (userAccessCalls.has(call.name)) return !calls.some(setsKernelAddresses);
  // What kind of iterator it is may be asked, or decided, in lines that a hunk does not show.
  if (!iteratorAccessCalls.has(call.name) || !isWhole) return false;
  const args = new Set(call.args.map(addressKey));
  return !calls.some(({ name, args: [asked = []] }) => iteratorKindCalls.has(name) && args.has(addressKey(asked)));
}

/** `set_fs(KERNEL_DS)`: what looks like user memory is kernel memory from there on. */
function setsKernelAddresses({ name, args: [limit = []] }: Call): boolean {
  return addressLimitCalls.has(name) && kernelAddressLimits.has(squeeze(limit));
}

/** Whether the call asserts that page faults are off: `WARN_ON_ONCE(!pagefault_disabled())`. */
export function isFaultsOffAssertion(call: Call): boolean {
  return assertionCalls.has(call.name) && faultsOffAssertions.has(squeeze(call.args[0] ?? []));
}

function findParamAtoms({ params }: CFunction, { nodes }: FlowGraph): Set<string> {
  const written = new Set(nodes.flatMap(({ expression }) => expression?.written ?? []));
  const kept = params.filter(param => !written.has(param));
  const assumed = nodes.flatMap(({ edges }) => edges.flatMap(({ assumes }) => assumes));
  return new Set(assumed.map(({ atom }) => atom).filter(atom => speaksOnlyOf(kept, atom)));
}

/** Which calls make mappings, and which change any guarantee. */
export interface CallKinds {
  readonly maps: (call: Call) => boolean;
  readonly changes: (call: Call) => boolean;
}

/** By the kernel's tables. */
export const knownCalls: CallKinds = {
  maps: ({ name }) => mapCalls[name] !== undefined,
  changes: ({ name }) =>
    mapCalls[name] !== undefined ||
    unmapCalls[name] !== undefined ||
    faultDisablers.has(name) ||
    faultEnablers.has(name) ||
    guardCalls.has(name),
};

/**
 * The atoms of every condition in one of whose branches guarantees change, or that asks whether a mapping was made.
 * Recursion is bounded by the parser's depth.
 */
export function findGuardingAtoms(
  statements: readonly Statement[],
  calls: readonly Call[],
  { maps, changes }: CallKinds,
): Set<string> {
  const atoms = new Set<string>();
  const addresses = new Set(calls.filter(maps).map(call => call.assignedTo));
  const has = (expression: Expression | undefined): boolean => expression?.calls.some(changes) ?? false;
  const visit = (list: readonly Statement[]): boolean => list.map(visitOne).includes(true);
  const visitOne = (statement: Statement): boolean => {
    switch (statement.kind) {
      case 'expression':
      case 'return':
        return has(statement.expression);
      case 'block':
        return [has(statement.guard), visit(statement.body)].includes(true);
      case 'switch':
        return visitSwitch(statement);
      case 'loop':
        return [has(statement.init), has(statement.step), visit(statement.body)].includes(true);
      case 'if': {
        const isGuard = [visit(statement.consequent), visit(statement.alternative)].includes(true);
        const { whenTrue, whenFalse } = readCondition(statement.condition);
        for (const { atom } of [...whenTrue, ...whenFalse].flat()) if (isGuard || addresses.has(atom)) atoms.add(atom);
        return isGuard;
      }
      default:
        return false;
    }
  };
  const compared = new Set<string>();
  const visitSwitch = ({ subject, body }: Extract<Statement, { kind: 'switch' }>): boolean => {
    const isGuard = [has(subject), visit(body)].includes(true);
    const labels = body.flatMap(inner => (inner.kind === 'block' ? inner.body : [inner]));
    for (const label of isGuard ? labels : []) {
      const atom = label.kind === 'case' ? readCase(subject.tokens, label.value)?.atom : undefined;
      // One switch tells its own cases apart by itself: only what another one asks as well is worth a condition.
      if (atom && compared.has(atom)) atoms.add(atom);
      if (atom) compared.add(atom);
    }
    return isGuard;
  };
  visit(statements);
  return atoms;
}

/**
 * A local mapping that every unmap of its variable ends as an atomic one: the region was written for an atomic mapping, and the
 * unmap turns page faults on. (A half-done conversion; the tree has had them.)
 */
export function findToldKinds(model: FunctionModel): Map<Call, Call> {
  const told = new Map<Call, Call>();
  for (const call of model.calls) {
    const map = mapCalls[call.name];
    if (map?.kind !== 'local' || !call.assignedTo) continue;
    const ends = model.calls.filter(
      other => unmapCalls[other.name] && squeeze(unmapArgument(other)) === call.assignedTo,
    );
    const [first] = ends;
    if (first && ends.every(end => unmapCalls[end.name]?.kind === 'atomic')) told.set(call, first);
  }
  return told;
}
