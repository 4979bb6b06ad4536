import type { CFunction } from '../c/function-head.js';
import type { LineMap } from '../diff/line-map.js';
import { type Hunk, pathOf } from '../domain/diff.js';
import { groupBy } from '../domain/group-by.js';
import { limits } from '../domain/limits.js';
import type { CodeText, SourcePair, SourcePiece } from '../domain/source.js';
import { findChangedLines } from './changed-lines.js';
import { CodeModel } from './code/code-model.js';
import { type FunctionPair, makeFunctionPair } from './function-pair.js';
import type { PatchContext } from './patch-context.js';

/** A line shorter than this (`}`, `{`) stands in every function and tells none. */
const shortestTellingLine = 3;

/**
 * The functions of one piece of a touched file that the patch changes, before and after.
 * `hunks` are those that touch the piece: a file of 100,000 hunks is not read once for each.
 */
export function pairFunctions(
  pair: SourcePair,
  piece: SourcePiece,
  hunks: readonly Hunk[],
  lines: LineMap,
  patch: PatchContext,
  { isWanted = () => true, earlier = () => [], later = () => [] }: PairOptions = {},
): FunctionPair[] {
  const isWholeFile = pair.evidence === 'file';
  const heading = patch.headingOf(piece);
  const path = pathOf(pair.file);
  const codeOf = (side: 'old' | 'new'): CodeModel =>
    new CodeModel(piece[side], heading, isWholeFile, { outside: patch.library.outsideOf(path, side) });
  const oldCode = codeOf('old');
  const newCode = codeOf('new');
  const changed = findChangedLines(hunks);
  const matches = match(oldCode.listCallable(), newCode.listCallable(), piece.new, lines);
  const touched = matches
    .filter(({ old, now }) => isWanted(now?.name ?? old?.name))
    .filter(({ old, now }) => isTouched(old, changed.removed) || isTouched(now, changed.added));
  const changedNames = findChangedNames(touched, path, patch, oldCode, newCode);
  const affected = changedNames.length === 0 ? new Set() : newCode.callersOf(changedNames);
  const others = matches.filter(({ now }) => now && affected.has(now) && !touched.some(pair => pair.now === now));
  // One more than are judged: so it is seen that there were more.
  return [...touched, ...others].slice(0, limits.functionsJudgedMax + 1).map(({ old, now }) => {
    const name = now?.name ?? old?.name;
    const { evidence, file } = pair;
    const elsewhere = { earlier: () => earlier(made), later: () => later(name) };
    const made: FunctionPair = makeFunctionPair(
      { name, evidence, file, patch, lines, ...elsewhere },
      old && { code: oldCode, model: oldCode.model(old) },
      now && { code: newCode, model: newCode.model(now) },
    );
    return made;
  });
}

/**
 * The names of functions that do something else for their callers now. Those of this file that others can call are made known: their
 * callers, which the patch may leave as they are, are checked as well, wherever they are.
 */
function findChangedNames(
  touched: readonly Match[],
  path: string,
  { library }: PatchContext,
  oldCode: CodeModel,
  newCode: CodeModel,
): readonly string[] {
  const isUsed = (name: string | undefined): boolean =>
    name !== undefined && (newCode.offers(name, path) || newCode.callersOf([name]).size > 0);
  const changed = touched.filter(
    ({ old, now }) => (isUsed(old?.name) || isUsed(now?.name)) && oldCode.effectKeyOf(old) !== newCode.effectKeyOf(now),
  );
  const names = new Set(changed.flatMap(({ old, now }) => [old?.name, now?.name]).filter(name => name !== undefined));
  for (const name of names) if (newCode.offers(name, path)) library.noteChanged(name, path);
  const [before, after] = [oldCode.outside, newCode.outside];
  const outside = new Set([...before.functions.keys(), ...after.functions.keys()]);
  return [...names, ...[...outside].filter(name => before.effectKeyOf(name) !== after.effectKeyOf(name))];
}

export interface PairOptions {
  /** Whether a function of that name is to be looked at; all where it is not said. */
  readonly isWanted?: ((name: string | undefined) => boolean) | undefined;
  /** What other hunks show of a function: the parts before one of it, the nearest first. */
  readonly earlier?: (part: FunctionPair) => readonly FunctionPair[];
  /** The parts behind a function of that name. */
  readonly later?: (name: string | undefined) => readonly FunctionPair[];
}

interface Match {
  readonly old?: CFunction | undefined;
  readonly now?: CFunction | undefined;
}

function isTouched(fn: CFunction | undefined, changed: readonly number[]): boolean {
  if (!fn) return false;
  const first = changed[lowerBound(changed, fn.startLine)];
  return first !== undefined && first <= fn.endLine;
}

/** By name and place among equal names (`#ifdef` twins, nameless parts of hunks), then a renamed function by a line that it kept. */
function match(old: readonly CFunction[], now: readonly CFunction[], code: CodeText, lines: LineMap): Match[] {
  const byName = groupBy(old, fn => fn.name);
  const matches = now.map(fn => ({ now: fn, old: byName.get(fn.name)?.shift() }));
  const gone = new Set([...byName.values()].flat());
  if (gone.size === 0) return matches;
  const oldAt = makeLocator(old.filter(fn => !fn.isMacro));
  for (const pair of matches) {
    const before = pair.old ? undefined : findKeptBody(pair.now, code, lines, oldAt);
    if (before && gone.delete(before)) pair.old = before;
  }
  return [...matches, ...[...gone].map(before => ({ old: before }))];
}

/**
 * The old function to which the first line that a new one kept belonged. It is the file's lines that tell, not those of the hunks: a patch
 * without context shows none that was kept.
 */
function findKeptBody(
  fn: CFunction,
  code: CodeText,
  lines: LineMap,
  oldAt: (line: number) => CFunction | undefined,
): CFunction | undefined {
  for (let line = fn.startLine + 1; line < fn.endLine; line += 1) {
    if ((code.lines[line - code.firstLine] ?? '').trim().length < shortestTellingLine) continue;
    const oldLine = lines.toOld(line);
    const before = oldLine === undefined ? undefined : oldAt(oldLine);
    if (before) return before;
  }
  return undefined;
}

/** Finds the function inside which a line stands. */
function makeLocator(functions: readonly CFunction[]): (line: number) => CFunction | undefined {
  const starts = functions.map(fn => fn.startLine);
  return line => {
    const fn = functions[lowerBound(starts, line) - 1];
    return fn && line < fn.endLine ? fn : undefined;
  };
}

/** The first index whose value is not below `least`, in ascending numbers. */
function lowerBound(ascending: readonly number[], least: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
