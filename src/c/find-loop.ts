import type { FlowGraph, FlowNode } from './flow-graph.js';

/**
 * The places, by index, that control passes on its way from a place back to it, without passing one where `isCut`; the place itself among
 * them. Undefined where no such way leads back.
 */
export function findLoop(
  { nodes }: FlowGraph,
  start: FlowNode,
  isCut: (node: FlowNode) => boolean,
): ReadonlySet<number> | undefined {
  const isOpen = (index: number): boolean => {
    const node = nodes[index];
    return node !== undefined && !isCut(node);
  };
  const forward = reach(start.index, index => (isOpen(index) ? (nodes[index]?.edges.map(edge => edge.to) ?? []) : []));
  if (!forward.has(start.index)) return undefined;
  const before = new Map<number, number[]>();
  for (const { index, edges } of nodes) {
    for (const { to } of isOpen(index) ? edges : []) before.set(to, [...(before.get(to) ?? []), index]);
  }
  const backward = reach(start.index, index => before.get(index) ?? []);
  return new Set([...forward].filter(index => backward.has(index)));
}

/** What can be reached in one step or more. */
function reach(start: number, next: (index: number) => readonly number[]): ReadonlySet<number> {
  const seen = new Set<number>();
  const pending = [...next(start)];
  for (let index = pending.pop(); index !== undefined; index = pending.pop()) {
    if (seen.has(index)) continue;
    seen.add(index);
    pending.push(...next(index));
  }
  return seen;
}
