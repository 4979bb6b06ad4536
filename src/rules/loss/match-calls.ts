import { type Call, squeeze } from '../../c/expression.js';
import type { LineMap } from '../../diff/line-map.js';
import { groupBy } from '../../domain/group-by.js';

/**
 * Matches calls of the new function to the calls of the old one that they were: by the diff's line map, then the same
 * callee with the same arguments, then those that come to the same access (`accessOf`) in order. New calls without an old one are left out, and so is a call of another
 * function in an old one's place: that is the author's choice.
 */
export function matchCalls(
  old: readonly Call[],
  now: readonly Call[],
  lines: LineMap,
  accessOf: (call: Call) => string,
): Map<Call, Call> {
  const matched = new Map<Call, Call>();
  const matchBy = (before: readonly Call[], after: readonly Call[], keyOf: (call: Call) => string): void => {
    const waiting = groupBy(before, keyOf);
    for (const call of after) {
      const match = waiting.get(keyOf(call))?.shift();
      if (match) matched.set(call, match);
    }
  };
  const onOldLine = new Map(now.map(call => [call, lines.toOld(call.line)]));
  const keptLines = old.filter(call => lines.toNew(call.line) !== undefined);
  matchBy(keptLines, now, call => `${onOldLine.has(call) ? onOldLine.get(call) : call.line} ${call.name}`);
  // What stands on an unchanged line is only ever what stood there before: only changed lines are matched by likeness.
  const restOf = (calls: readonly Call[]): Call[] => {
    const taken = new Set([...matched.keys(), ...matched.values()]);
    return calls.filter(call => !taken.has(call));
  };
  const oldChanged = (): Call[] => restOf(old).filter(call => lines.toNew(call.line) === undefined);
  const newChanged = (): Call[] => restOf(now).filter(call => onOldLine.get(call) === undefined);
  matchBy(oldChanged(), newChanged(), call => `${call.name}(${call.args.map(squeeze).join()})`);
  matchBy(oldChanged(), newChanged(), accessOf);
  return matched;
}
