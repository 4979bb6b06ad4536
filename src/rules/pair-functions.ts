import type { CFunction } from '../c/find-functions.js';
import type { LineMap } from '../diff/line-map.js';
import type { FileDiff } from '../domain/diff.js';
import type { SourcePair, SourcePiece } from '../domain/source.js';
import { type ChangedLines, findChangedLines } from './changed-lines.js';
import { CodeModel } from './code-model.js';
import { type FunctionPair, makeFunctionPair } from './function-pair.js';

/** The functions of one piece of a touched file that the patch changes, before and after. */
export function pairFunctions(pair: SourcePair, piece: SourcePiece, lines: LineMap): FunctionPair[] {
  const isWholeFile = pair.evidence === 'file';
  const oldCode = new CodeModel(piece.old, piece.heading, isWholeFile);
  const newCode = new CodeModel(piece.new, piece.heading, isWholeFile);
  const changed = findChangedLines(pair.file);
  return match(oldCode.list(), newCode.list(), pair.file, lines)
    .filter(({ old, now }) => isTouched(old, changed.removed) || isTouched(now, changed.added))
    .map(({ old, now }) =>
      makeFunctionPair(
        { name: now?.name ?? old?.name, evidence: pair.evidence, file: pair.file, lines },
        old && { code: oldCode, model: oldCode.model(old) },
        now && { code: newCode, model: newCode.model(now) },
      ),
    );
}

interface Match {
  readonly old?: CFunction | undefined;
  readonly now?: CFunction | undefined;
}

function isTouched(fn: CFunction | undefined, changed: ChangedLines['added']): boolean {
  if (!fn) return false;
  for (const line of changed) if (line >= fn.startLine && line <= fn.endLine) return true;
  return false;
}

/** By name and place among equal names (`#ifdef` twins, nameless parts of hunks), then a renamed function by the lines that it kept. */
function match(old: readonly CFunction[], now: readonly CFunction[], file: FileDiff, lines: LineMap): Match[] {
  const byName = new Map<string, CFunction[]>();
  for (const fn of old) byName.set(fn.name ?? '', [...(byName.get(fn.name ?? '') ?? []), fn]);
  const matches: Match[] = [];
  const unmatched: CFunction[] = [];
  for (const fn of now) {
    const before = byName.get(fn.name ?? '')?.shift();
    if (before) matches.push({ old: before, now: fn });
    else unmatched.push(fn);
  }
  const gone = [...byName.values()].flat();
  for (const fn of unmatched) {
    const before = gone.find(candidate => sharesLine(candidate, fn, file, lines));
    if (before) gone.splice(gone.indexOf(before), 1);
    matches.push({ old: before, now: fn });
  }
  return [...matches, ...gone.map(before => ({ old: before }))];
}

function sharesLine(before: CFunction, after: CFunction, file: FileDiff, lines: LineMap): boolean {
  return file.hunks.some(hunk =>
    hunk.lines.some(({ oldLine, text }) => {
      if (oldLine === undefined || oldLine <= before.startLine || oldLine >= before.endLine || text.trim().length < 3)
        return false;
      const moved = lines.toNew(oldLine);
      return moved !== undefined && moved > after.startLine && moved < after.endLine;
    }),
  );
}
