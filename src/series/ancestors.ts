import { limits } from '../domain/limits.js';
import type { ThreadNode } from '../domain/thread.js';

/** An id and the ids above it in its thread, nearest first; at most `limits.ancestorsMax` of them. */
export function* ancestorsOf(
  id: string | undefined,
  nodes: ReadonlyMap<string, ThreadNode>,
): Generator<string, undefined> {
  let current = id;
  for (let step = 0; current !== undefined && step < limits.ancestorsMax; step++) {
    yield current;
    current = nodes.get(current)?.parentId;
  }
  return undefined;
}
