import { type Call, squeeze } from '../../c/expression.js';
import type { FlowNode } from '../../c/flow-graph.js';
import { groupBy } from '../../domain/group-by.js';
import { faultDisablers, faultEnablers, faultSwitchingName } from '../../kernel/page-faults.js';
import type { FunctionPair, FunctionSide } from '../function-pair.js';
import { makeRule, type Report, type ReportedStep } from '../rule.js';
import type { FaultsOff, State } from '../walk/state.js';
import { type Walk, walkFunction } from '../walk/walk.js';

/** Page faults that stay off on one way out, or a pagefault_enable() that on one way undoes nothing. */
interface Imbalance {
  /** The pagefault_disable() of the pair. */
  readonly disable: Call;
  readonly enable: Call;
  /** The way out; undefined where the enable is the one too many. */
  readonly exit?: FlowNode | undefined;
}

export const unbalanced = makeRule({
  id: 'pagefault/unbalanced',
  stage: 'trial',
  severity: { file: 'warning', hunk: 'warning' },
  confidence: { file: 'medium', hunk: 'low' },
  summary: 'On one path pagefault_disable() and pagefault_enable() are not called equally often.',
  why:
    'The two count in the task. One disable too many, and every later user access of the task fails with -EFAULT where it would have been served; ' +
    'one enable too many, and the count goes below zero: page faults count as disabled there too, and a later disable turns them on.',
  remedy:
    'Call pagefault_enable() on this path as well, or let it jump to the label that does; take the surplus call away.',
  staysSilentWhen: [
    'every path leaves the function with page faults off, or the main one does: that is its purpose',
    'the function is one half of a pair, by its name or because another function of the file holds the other half',
    'the disable and the enable stand under one condition, or the enable stands under a condition of its own',
    'a guard turns page faults on at the end of its block',
    'a helper that is called here turns page faults on or off',
    'as many paths were out of balance before the patch',
  ],
  mayBeWrongWhen: [
    'the path is never taken, for reasons that stand elsewhere',
    'a helper in another file, with an unsuspicious name, is the missing half',
  ],
  rebuttal: 'the call that turns page faults on (or off) on this path, and its place',
  example: 'early-return',
  references: ['include/linux/uaccess.h: pagefault_disable(), pagefault_enable()'],
  check: (pair: FunctionPair): Report[] => {
    const { old, new: now } = pair;
    if (!now?.walk.isComplete || !now.model.isWhole || (old && !old.walk.isComplete)) return [];
    if (isHalf(pair, now)) return [];
    const countBefore = old ? findImbalances(old).length : 0;
    if (findImbalances(now).length <= countBefore) return [];
    const found = findImbalances({ ...now, walk: walkClosely(now) });
    // Callers may stand in other files: they are looked for last.
    const callers = found.length > countBefore ? pair.whichCallersGuard() : undefined;
    if (!callers || callers.held !== undefined) return [];
    return found
      .flatMap(imbalance => makeReport(pair, imbalance))
      .map(report => ({ ...report, unseen: callers.unseen }));
  },
});

/** Whether the other half of what the function does may stand elsewhere: in its partner, in a helper that it calls. */
function isHalf(pair: FunctionPair, { model, walk }: FunctionSide): boolean {
  if (walk.enables.size === 0) return true;
  if (halfName.test(pair.name ?? '') || pair.isPartnered()) return true;
  return model.calls.some(isSwitchingHelper);
}

/** A helper that says by its name that it switches page faults. */
function isSwitchingHelper({ name }: Call): boolean {
  return faultSwitchingName.test(name) && !faultDisablers.has(name) && !faultEnablers.has(name);
}

/** Names of functions that begin or end something on purpose: `lane_begin()`, `trylock_entry()`, `unmap_slot()`. */
const halfName =
  /(?:^|_)(?:begin|start|(?:un|try)?lock|enter|prepare|disable|off|acquire|k?(?:un)?map|get|put|end|stop|leave|exit|finish|enable|on|release|resume|restore)(?:_|$)/;

/** Walks again, and tells paths apart by every condition that is asked more than once: `if (!quiet) goto copy;` goes with another one. */
function walkClosely({ model }: FunctionSide): Walk {
  const atomsOf = (node: FlowNode): Set<string> =>
    new Set(node.edges.flatMap(edge => edge.assumes.map(({ atom }) => atom)));
  const asked = groupBy(
    model.graph.nodes.flatMap(node => [...atomsOf(node)]),
    atom => atom,
  );
  const repeated = [...asked].filter(([, times]) => times.length > 1).map(([atom]) => atom);
  return walkFunction(model.graph, { isEvent: () => false, trackedAtoms: new Set([...model.atoms, ...repeated]) });
}

function findImbalances(side: FunctionSide): Imbalance[] {
  return side.walk.isComplete ? [...findLeaks(side), ...findSurplus(side)] : [];
}

/** The ways out on which page faults stay off, though an enable that stands under no condition of its own is meant to come before. */
function findLeaks({ walk, model }: FunctionSide): Imbalance[] {
  const exitsOf = [...groupBy(walk.exits, exit => exit.node)].sort(([a], [b]) => a.index - b.index);
  const [, mainExits] = exitsOf.at(-1) ?? [];
  if (!mainExits || mainExits.every(isHeld)) return [];
  // An enable that may come without a disable stands in for a condition that is not followed.
  const isSure = [...walk.enables.values()].every(states => states.every(isHeld));
  const nodeOf = makeNodeFinder(model.graph.nodes);
  const succeeds = exitsOf.some(([node, exits]) => !exits.every(isHeld) && outcomeOf(node) === 'success');
  return exitsOf.flatMap(([exit, exits]) => {
    const source = exits.map(callSource).find(each => each !== undefined);
    const isAlways = exits.every(isHeld);
    if (!source || !(isSure || isAlways)) return [];
    // It may succeed with page faults off, and fail with them on.
    if (isAlways && !succeeds && outcomeOf(exit) !== 'failure') return [];
    const enable = [...walk.enables.keys()].find(
      call =>
        call.line > source.call.line &&
        isOutside(nodeOf(call), nodeOf(source.call)) &&
        releases(walk.enables.get(call), source),
    );
    return enable ? [{ disable: source.call, enable, exit }] : [];
  });
}

/** The enables that some path reaches with page faults on, though a disable in the same block stands before them. */
function findSurplus({ walk, model }: FunctionSide): Imbalance[] {
  const nodeOf = makeNodeFinder(model.graph.nodes);
  const disables = model.calls.filter(call => faultDisablers.has(call.name));
  const earlier = [...walk.enables].filter(([, states]) => states.every(isHeld)).map(([enable]) => enable);
  return [...walk.enables].flatMap(([enable, states]) => {
    if (states.every(isHeld)) return [];
    const scopes = nodeOf(enable)?.scopes.join();
    const isBefore = (call: Call): boolean => call.line < enable.line && nodeOf(call)?.scopes.join() === scopes;
    const disable = disables.findLast(isBefore);
    // Without a path from the disable to this enable the two do not belong together.
    const isReached = states.some(isHeld) || earlier.some(call => isBefore(call) && call.line > (disable?.line ?? 0));
    return disable && isReached ? [{ disable, enable }] : [];
  });
}

function callSource({ faultsOff }: State): FaultsOff | undefined {
  return faultsOff.findLast(source => source.by === 'call');
}

function isHeld(state: State): boolean {
  return callSource(state) !== undefined;
}

/** Whether some path reaches the call with that disable in force. */
function releases(states: readonly State[] | undefined, source: FaultsOff): boolean {
  return states?.some(state => callSource(state)?.call === source.call) ?? false;
}

function makeNodeFinder(nodes: readonly FlowNode[]): (call: Call) => FlowNode | undefined {
  const nodeOf = new Map(nodes.flatMap(node => (node.expression?.calls ?? []).map(call => [call, node] as const)));
  return call => nodeOf.get(call);
}

/** Whether a node stands in the block of another, or in one around it: it is under no condition that the other is not under. */
function isOutside(node: FlowNode | undefined, other: FlowNode | undefined): boolean {
  return node?.scopes.every((scope, index) => other?.scopes[index] === scope) ?? false;
}

type Outcome = 'success' | 'failure' | 'unknown';

/** What a way out tells its caller: `return -EFAULT;` is a failure, `return 0;` and `return;` are none, `return ret;` may be either. */
function outcomeOf({ exit, expression }: FlowNode): Outcome {
  const value = squeeze(expression?.tokens ?? []).replace(/^return\s*/, '');
  if (exit === 'end' || /^(?:0|true)?$/.test(value)) return 'success';
  return /^\(*(?:-[1E]|ERR_PTR\(|(?:NULL|false)$)/.test(value) ? 'failure' : 'unknown';
}

function makeReport(pair: FunctionPair, { disable, enable, exit }: Imbalance): Report[] {
  const others = pair.new?.model.calls.filter(call => faultEnablers.has(call.name)) ?? [];
  const places = [...(exit ? [exit.line] : [enable.line]), disable.line, ...others.map(call => call.line)];
  const line = places.find(candidate => pair.lines.toOld(candidate) === undefined);
  const removed = pair.old?.model.calls.find(
    call => call.name === (exit ? enable : disable).name && pair.lines.toNew(call.line) === undefined,
  );
  const place =
    line === undefined ? removed && { side: 'old' as const, line: removed.line } : { side: 'new' as const, line };
  if (!place) return [];
  const given: ReportedStep = { side: 'new', line: disable.line, words: `${disable.name}() turns page faults off` };
  return exit
    ? [
        {
          ...place,
          what: `One path leaves the function here with page faults still off: ${disable.name}() was called, and the ${enable.name}() of the other paths is passed by.`,
          proof: [
            given,
            { side: 'new', line: exit.line, words: 'a path leaves the function here with page faults off' },
            { side: 'new', line: enable.line, words: 'other paths turn them on here' },
          ],
        },
      ]
    : [
        {
          ...place,
          what: `One path reaches this ${enable.name}() without the ${disable.name}() that it undoes.`,
          proof: [
            given,
            { side: 'new', line: enable.line, words: 'a path on which they are not off comes here as well' },
          ],
        },
      ];
}
