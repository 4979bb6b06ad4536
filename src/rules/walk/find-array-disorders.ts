import { addressKey, type Call } from '../../c/expression.js';
import { findLoop } from '../../c/find-loop.js';
import type { FlowGraph, FlowNode } from '../../c/flow-graph.js';
import { mapCalls, unmapCalls } from '../../kernel/mappings.js';
import { unmapArgument } from './unmap-argument.js';

/** An array of nested mappings that is unmapped in the order in which it was mapped. */
export interface ArrayDisorder {
  readonly array: string;
  readonly map: Call;
  readonly unmap: Call;
}

/** A call on one element in each turn of a loop. */
interface Sweep {
  readonly call: Call;
  readonly array: string;
  readonly loop: ReadonlySet<number>;
  readonly isUpward: boolean;
}

/** The arrays that one loop maps and another one unmaps, both upward or both downward. */
export function findArrayDisorders(graph: FlowGraph): ArrayDisorder[] {
  const maps = findSweeps(graph, call => (isNested(mapCalls[call.name]?.kind) ? call.assignedTo : undefined));
  if (maps.length === 0) return [];
  const unmaps = findSweeps(graph, call =>
    isNested(unmapCalls[call.name]?.kind) ? addressKey(unmapArgument(call)) : undefined,
  );
  return maps.flatMap(map =>
    unmaps
      .filter(
        ({ array, loop, isUpward }) => array === map.array && isUpward === map.isUpward && !overlap(loop, map.loop),
      )
      .map(unmap => ({ array: map.array, map: map.call, unmap: unmap.call })),
  );
}

/** kmap() has no order. */
function isNested(kind: string | undefined): boolean {
  return kind !== undefined && kind !== 'global';
}

function findSweeps(graph: FlowGraph, elementOf: (call: Call) => string | undefined): Sweep[] {
  return graph.nodes.flatMap(node =>
    (node.expression?.calls ?? []).flatMap(call => {
      const [, array, index] = /^(\S+)\[(\w+)\]$/.exec(elementOf(call) ?? '') ?? [];
      if (array === undefined || index === undefined) return [];
      const loop = findLoop(graph, node, other => other.expression?.replaced.includes(index) ?? false);
      const isUpward = loop && directionOf(graph, loop, index);
      return loop && isUpward !== undefined ? [{ call, array, loop, isUpward }] : [];
    }),
  );
}

/** Whether the index goes up in each turn (or down); undefined where it is written in another way, or in several. */
function directionOf({ nodes }: FlowGraph, loop: ReadonlySet<number>, index: string): boolean | undefined {
  const writers = [...loop].flatMap(each => nodes[each] ?? []).filter(node => node.expression?.written.includes(index));
  const [writer] = writers;
  return writer && writers.length === 1 ? isStepUp(writer, index) : undefined;
}

function isStepUp({ expression }: FlowNode, index: string): boolean | undefined {
  const tokens = expression?.tokens ?? [];
  const at = tokens.findIndex(
    ({ text }, place) =>
      text === index && [tokens[place - 1]?.text, tokens[place + 1]?.text].some(sign => sign === '++' || sign === '--'),
  );
  if (at < 0) return undefined;
  return tokens[at - 1]?.text === '++' || tokens[at + 1]?.text === '++';
}

function overlap(a: ReadonlySet<number>, b: ReadonlySet<number>): boolean {
  return [...a].some(index => b.has(index));
}
