import { indexAtDepthZero } from '../../c/brackets.js';
import { type Call, type Expression, squeeze } from '../../c/expression.js';
import { groupBy } from '../../domain/group-by.js';
import { mapCalls, pageReleaseCalls, unmapCalls } from '../../kernel/mappings.js';
import type { FunctionPair, FunctionSide } from '../function-pair.js';
import { makeRule, type Report } from '../rule.js';
import type { FunctionModel } from '../walk/function-model.js';
import type { ReportedPlace } from '../walk/site.js';
import type { LiveMapping } from '../walk/state.js';
import type { ExitState, Walk } from '../walk/walk.js';

/** A way out of the function on which a mapping, that other ways undo, is still alive. */
interface Leak {
  readonly exit: ExitState;
  readonly mapping: LiveMapping;
}

export const missingUnmap = makeRule({
  id: 'kmap/missing-unmap',
  stage: 'trial',
  severity: { file: 'warning', hunk: 'warning' },
  confidence: { file: 'medium', hunk: 'low' },
  summary: "An exit path of the function, or of a loop's turn, leaves a mapping in place.",
  why:
    'A kmap_local_page() or kmap_atomic() mapping takes a slot of the task (or of the CPU), and slots are given back in reverse order: one that ' +
    'leaks makes the unmaps of the mappings made before it hit the wrong slot, and on 32-bit the slots run out. An atomic one also leaves page ' +
    'faults off, and preemption (migration on PREEMPT_RT).',
  remedy: 'Unmap before this return or goto, or jump to a label that does.',
  staysSilentWhen: [
    'no other exit path of the function unmaps it, and none did before the patch: the mapping belongs to somebody else',
    'the address, or one that was made from it, is returned or stored in a longer-lived object',
    'a function that is not in sight, and whose name speaks of put, unmap, release, free or end, gets the address or the page',
    'some path to this exit has unmapped it already',
    'the unmap stands under a condition that also counts, such as part++ > 0',
    'an exit path, or a turn of a loop, left it in place before the patch',
  ],
  mayBeWrongWhen: ['a helper with an unsuspicious name unmaps it'],
  rebuttal: 'the call that unmaps on this path, and its place',
  example: 'early-return',
  references: ['Documentation/mm/highmem.rst', 'include/linux/highmem-internal.h'],
  check: (pair: FunctionPair): Report[] => {
    const { old, new: now } = pair;
    if (!now?.walk.isComplete || !now.model.isWhole) return [];
    if (old && !old.walk.isComplete) return [];
    const before = new Set(old ? findLeaks(old, new Set()).map(leak => leak.mapping.address) : []);
    return [
      ...findLeaks(now, old ? findUnmapped(old) : new Set())
        .filter(leak => !before.has(leak.mapping.address))
        .flatMap(leak => makeReport(pair, leak)),
      ...reportTurns(pair, old ? findLoopLeaks(old) : [], findLoopLeaks(now)),
    ];
  },
});

/** `unmappedBefore`: the variables that the function unmapped before the patch. */
function findLeaks(side: FunctionSide, unmappedBefore: ReadonlySet<string | undefined>): Leak[] {
  const exitsOf = groupBy(side.walk.exits, exit => exit.node);
  const unmapped = findUnmapped(side);
  const leaks: Leak[] = [];
  for (const exits of exitsOf.values()) {
    const [first] = exits;
    for (const mapping of first?.live ?? []) {
      const isKept = exits.every(exit => exit.live.some(other => other.call === mapping.call));
      const { address, call } = mapping;
      // All its unmaps are gone, and nothing but a kernel's call made it.
      const isForgotten = mapCalls[call.name] && !unmapped.has(address) && unmappedBefore.has(address);
      const isUndone = isForgotten || isUnmapped(mapping, side);
      if (first && isKept && isUndone && !mayBelongToOthers(mapping, side, first)) leaks.push({ exit: first, mapping });
    }
  }
  return leaks;
}

/** The mappings that are still alive where the next turn of a loop maps again. */
function findLoopLeaks(side: FunctionSide): LiveMapping[] {
  return [...side.walk.arrivals].flatMap(([node, states]) =>
    (node.expression?.calls ?? []).flatMap(call => {
      const mapping = states.flatMap(({ live }) => live.filter(each => each.call === call))[0];
      // A helper may have failed and mapped nothing: `if (IS_ERR(addr)) continue`.
      const isOwn = mapping && mapCalls[call.name] && isUnmapped(mapping, side) && !mayBelongToOthers(mapping, side);
      return isOwn ? [mapping] : [];
    }),
  );
}

/** The variables that unmap calls get. */
function findUnmapped({ walk }: FunctionSide): Set<string | undefined> {
  return new Set([...walk.unmaps.values()].flat().map(({ mapping }) => mapping?.address));
}

function isUnmapped({ call }: LiveMapping, { walk }: FunctionSide): boolean {
  return [...walk.unmaps.values()].some(seen => seen.some(({ mapping }) => mapping?.call === call));
}

/** `exit`: where the function is left, if it is. */
function mayBelongToOthers(mapping: LiveMapping, { model, mayEnd, walk }: FunctionSide, exit?: ExitState): boolean {
  if (!isLocalVariable(mapping) || isUnmappedByCount(mapping, model, walk)) return true;
  const addresses = findAddresses(mapping, model);
  return (
    model.calls.some(call => takesOver(call, mapping, addresses) && mayEnd(call)) ||
    isStored(mapping, model, addresses) ||
    (exit !== undefined && returnsAddress(exit, addresses))
  );
}

function reportTurns(pair: FunctionPair, before: readonly LiveMapping[], after: readonly LiveMapping[]): Report[] {
  return after.slice(before.length).flatMap(({ call, address }) => {
    const jump = findAddedJump(pair, call);
    const line = jump ?? (pair.lines.toOld(call.line) === undefined ? call.line : undefined);
    if (line === undefined) return [];
    return [
      {
        side: 'new',
        line,
        what: `A turn of the loop can end with the mapping of ${call.name}() in ${address} still in place; other ways through the loop unmap it.`,
        proof: [{ side: 'new', line: call.line, words: `the next turn maps again: ${call.name}()` }],
      } satisfies Report,
    ];
  });
}

/** The first `continue` that the patch adds behind the mapping. */
function findAddedJump({ new: now, lines }: FunctionPair, { line: start }: Call): number | undefined {
  const jumps = now?.model.body.filter(({ text, line }) => text === 'continue' && line > start) ?? [];
  return jumps.find(({ line }) => lines.toOld(line) === undefined)?.line;
}

function isLocalVariable(mapping: LiveMapping): boolean {
  return mapping.address !== undefined && /^\w+$/.test(mapping.address);
}

/** `if (part++ >= 0) kunmap_local(addr)`: the question is about a value that nobody knows any more behind it, so the ways cannot be told apart. */
function isUnmappedByCount({ call: made }: LiveMapping, { graph }: FunctionModel, { unmaps }: Walk): boolean {
  const unmapsIt = (call: Call): boolean => unmaps.get(call)?.some(({ mapping }) => mapping?.call === made) ?? false;
  return graph.nodes.some(
    ({ edges, expression }) =>
      edges.length > 1 &&
      expression?.tokens.some(({ text }) => text === '++' || text === '--') &&
      edges.some(({ to }) => graph.nodes[to]?.expression?.calls.some(unmapsIt)),
  );
}

/** A helper may take the mapping over, by an address or by its page: `put_page_and_unmap(page, kaddr)`, `release_super(page)`. */
function takesOver({ name, args }: Call, { page }: LiveMapping, addresses: ReadonlySet<string>): boolean {
  if (unmapCalls[name] || pageReleaseCalls.has(name)) return false;
  return args.map(squeeze).some(argument => argument === page || addresses.has(argument));
}

/** The variables that hold the address, or one that was made from it: `slot = (struct slot *)(kaddr + offset)`. */
function findAddresses({ address }: LiveMapping, { graph }: FunctionModel): ReadonlySet<string> {
  const addresses = new Set(address === undefined ? [] : [address]);
  for (let size = -1; size !== addresses.size; ) {
    size = addresses.size;
    for (const { expression } of graph.nodes) {
      const replaced = expression?.replaced.filter(name => /^\w+$/.test(name)) ?? [];
      if (expression && replaced.length > 0 && givesAddress(expression, addresses))
        for (const name of replaced) addresses.add(name);
    }
  }
  return addresses;
}

/** An address goes into an object that may outlive the function or is returned: `*res = kaddr`. */
function isStored({ address }: LiveMapping, { graph }: FunctionModel, addresses: ReadonlySet<string>): boolean {
  return graph.nodes.some(({ expression }) => {
    if (expression === undefined) return false;
    const target = expression.tokens.slice(0, Math.max(indexAtDepthZero(expression.tokens, '='), 0));
    const isObject =
      target[0]?.text === '*' || target.some(({ text }) => text === '->' || text === '.' || text === '[');
    if (!isObject) return false;
    const isMappedThere = expression.calls.some(call => call.assignedTo === address);
    return (isMappedThere && target.some(({ text }) => text === address)) || givesAddress(expression, addresses);
  });
}

/** Whether the right side of an assignment is one of the addresses. What is read through it, or made of it by a call, is not the address. */
function givesAddress({ tokens, calls }: Expression, addresses: ReadonlySet<string>): boolean {
  const equals = indexAtDepthZero(tokens, '=');
  const passed = new Set(calls.flatMap(call => call.args.flat()));
  return tokens.some(
    (token, index) =>
      index > equals &&
      addresses.has(token.text) &&
      !passed.has(token) &&
      tokens[index - 1]?.text !== '*' &&
      !/^(?:->|\.|\[)$/.test(tokens[index + 1]?.text ?? ''),
  );
}

function returnsAddress({ node }: ExitState, addresses: ReadonlySet<string>): boolean {
  const tokens = node.exit === 'return' ? (node.expression?.tokens ?? []) : [];
  return tokens.some(token => addresses.has(token.text));
}

function makeReport(pair: FunctionPair, { exit, mapping }: Leak): Report[] {
  const { line } = exit.node;
  const place = findPlace(pair, line, mapping);
  if (!place || !pair.new) return [];
  const others = findUnmapped(pair.new).has(mapping.address)
    ? 'other exit paths unmap it'
    : 'before the patch it was unmapped';
  return [
    {
      ...place,
      what: `The mapping that ${mapping.call.name}() made in ${mapping.address} is left in place on this exit path; ${others}.`,
      proof: [
        { side: 'new', line: mapping.call.line, words: `mapped by ${mapping.call.name}()` },
        { side: 'new', line, words: 'the function returns here with the page still mapped' },
      ],
    },
  ];
}

/** The changed line: the exit, the mapping, or the unmap that is gone. */
function findPlace(
  { lines, old }: FunctionPair,
  exitLine: number,
  { call, address }: LiveMapping,
): ReportedPlace | undefined {
  const line = [exitLine, call.line].find(candidate => lines.toOld(candidate) === undefined);
  if (line !== undefined) return { side: 'new', line };
  const gone = [...(old?.walk.unmaps ?? [])].find(
    ([unmap, seen]) =>
      lines.toNew(unmap.line) === undefined && seen.some(({ mapping }) => mapping?.address === address),
  );
  return gone && { side: 'old', line: gone[0].line };
}
