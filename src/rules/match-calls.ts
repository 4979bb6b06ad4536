import { type Call, squeeze } from '../c/expression.js';
import type { LineMap } from '../diff/line-map.js';

/**
 * Matches calls of the new function to the calls of the old one that they were: by the diff's line map, then the same
 * callee with the same arguments, then the same callee in order, and last a single call that replaced a single call.
 * New calls without an old one are left out.
 */
export function matchCalls(old: readonly Call[], now: readonly Call[], lines: LineMap): Map<Call, Call> {
  const matched = new Map<Call, Call>();
  const restOld = new Set(old);
  const restNew = new Set(now);
  const matchBy = (isSame: (before: Call, after: Call) => boolean): void => {
    for (const after of restNew) {
      for (const before of restOld) {
        if (!isSame(before, after)) continue;
        matched.set(after, before);
        restNew.delete(after);
        restOld.delete(before);
        break;
      }
    }
  };
  matchBy((before, after) => before.name === after.name && lines.toOld(after.line) === before.line);
  // What stands on an unchanged line is only ever what stood there before.
  for (const after of restNew) if (lines.toOld(after.line) !== undefined) restNew.delete(after);
  for (const before of restOld) if (lines.toNew(before.line) !== undefined) restOld.delete(before);
  matchBy((before, after) => before.name === after.name && argumentText(before) === argumentText(after));
  matchBy((before, after) => before.name === after.name);
  if (restOld.size === 1 && restNew.size === 1) matchBy(() => true);
  return matched;
}

function argumentText(call: Call): string {
  return call.args.map(squeeze).join();
}
