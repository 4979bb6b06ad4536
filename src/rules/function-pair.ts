import type { Call } from '../c/expression.js';
import type { LineMap } from '../diff/line-map.js';
import { type FileDiff, pathOf } from '../domain/diff.js';
import type { CodeText, Evidence } from '../domain/source.js';
import { cpuLocalCalls } from '../kernel/preemption.js';
import { allocationCalls, faultInCalls, sleepingCalls } from '../kernel/sleeping.js';
import type { CodeModel } from './code/code-model.js';
import type { Exposure } from './code/exposures.js';
import { type CallersGuard, whichCallersGuard } from './code/guarding-callers.js';
import { findUncovered, findUnknownCalls, isUnknown } from './code/unknown-calls.js';
import type { PatchContext } from './patch-context.js';
import type { FunctionModel } from './walk/function-model.js';
import type { ReportedPlace } from './walk/site.js';
import type { LiveMapping, State } from './walk/state.js';
import type { Walk } from './walk/walk.js';

/** One side of a touched function, taken apart and walked. */
export interface FunctionSide {
  /** The file, or the part of it in sight. */
  readonly code: CodeText;
  readonly model: FunctionModel;
  readonly walk: Walk;
  /** The calls that rely on page faults being off. */
  readonly exposures: ReadonlyMap<Call, Exposure>;
  /** Whether a call that is handed a mapping may end it in a way that is not followed, as far as names tell. */
  readonly mayEnd: (call: Call) => boolean;
  /** The access that a call comes to on these paths; undefined where what is known on them rules it out. */
  readonly exposureOn: (call: Call, state: State) => Exposure | undefined;
}

/** A touched function before and after the patch; a side is undefined where the function is added or removed. */
export interface FunctionPair {
  readonly name?: string | undefined;
  readonly evidence: Evidence;
  readonly file: FileDiff;
  readonly lines: LineMap;
  readonly old?: FunctionSide | undefined;
  readonly new?: FunctionSide | undefined;
  readonly patch: PatchContext;
  /** What the later hunks show of the same function, in order, as far as it is looked for; empty where the whole file is at hand. */
  readonly later: () => readonly FunctionPair[];
  /** The same of the earlier hunks, the nearest first. */
  readonly earlier: () => readonly FunctionPair[];
  /** Whether a line of the new file belongs to the function or to one that its calls were followed into. */
  readonly isFollowed: (line: number) => boolean;
  /** Whether another function or a macro of the file turns page faults on or off without undoing it: the other half of what the new function does. */
  readonly isPartnered: () => boolean;
  /** The functions of the file that call the new one, from near or far; undefined where other code may call it too. */
  readonly findCallers: () => readonly FunctionModel[] | undefined;
  /** What the callers of the new function tell of page faults around it; undefined where the function is gone. */
  readonly whichCallersGuard: () => CallersGuard | undefined;
  /** Whether page faults may be off behind a call of the new function, as far as the file or the call's name tells. */
  readonly leavesFaultsOff: (call: Call) => boolean;
  /** The functions called here, on either side, that were not followed to the end: they call themselves, or are called too deeply. */
  readonly cutCallees: () => readonly string[];
}

/** Calls that rules ask the state at, besides user accesses. */
const watchedCalls: ReadonlySet<string> = new Set([
  ...faultInCalls,
  ...sleepingCalls,
  ...allocationCalls,
  ...cpuLocalCalls,
]);

/** One side of a function, before it is walked. */
interface UnwalkedSide {
  readonly code: CodeModel;
  readonly model: FunctionModel;
}

/** Makes the pair: both sides are walked with the conditions that matter on either. */
export function makeFunctionPair(
  parts: Pick<FunctionPair, 'name' | 'evidence' | 'file' | 'patch' | 'lines' | 'later' | 'earlier'>,
  old: UnwalkedSide | undefined,
  now: UnwalkedSide | undefined,
): FunctionPair {
  const atoms = new Set([old, now].flatMap(side => [...(side?.code.atomsOf(side.model) ?? [])]));
  const unknown = findUnknownCalls(old, now);
  const unknownNames = new Set([...unknown].map(call => call.name));
  const makeSide = (side: UnwalkedSide | undefined): FunctionSide | undefined => {
    if (!side) return undefined;
    const exposures = new Map<Call, Exposure>();
    for (const call of side.model.calls) {
      const exposure = side.code.exposureOf(call, side.model);
      if (exposure) exposures.set(call, exposure);
    }
    const { code, model } = side;
    const isWatched = ({ name }: Call): boolean =>
      unknownNames.has(name) || (watchedCalls.has(name) && !code.defines(name));
    const walk = code.walk(model, atoms, call => exposures.has(call) || isWatched(call));
    const exposureOn = (call: Call, state: State): Exposure | undefined => code.exposureOf(call, model, state.atoms);
    return { code: code.text, model, walk, exposures, exposureOn, mayEnd: call => code.mayEnd(call) };
  };
  const sides = { old: makeSide(old), new: makeSide(now) };
  const { library } = parts.patch;
  for (const name of findUncovered(sides.old, sides.new, unknown)) library.askDefinition(name);
  return {
    ...parts,
    ...sides,
    isFollowed: line =>
      now?.code.reachedFrom(now.model).some(fn => line >= fn.startLine && line <= fn.endLine) ?? false,
    isPartnered: () => now?.code.switchesFaultsOutside(now.model) ?? false,
    findCallers: () => now && findStaticCallers(now.model, now.code),
    whichCallersGuard: () =>
      now && whichCallersGuard(now.model, { path: pathOf(parts.file), code: now.code }, parts.patch.library),
    leavesFaultsOff: call => {
      // A helper that the patch begins to call may be what turns page faults off now.
      if (now && isUnknown(now, call) && parts.lines.toOld(call.line) === undefined) library.askDefinition(call.name);
      return now?.code.leavesFaultsOff(call) ?? false;
    },
    cutCallees: () => [...new Set([old, now].flatMap(side => (side ? findCut(side) : [])))],
  };
}

function findCut({ code, model }: UnwalkedSide): readonly string[] {
  return model.calls.filter(call => code.isCut(call)).map(call => call.name);
}

/** The added line of a call, or of the kernel's call inside of what it calls; undefined where both stood there before. */
export function newLineOf(
  { lines, patch }: Pick<FunctionPair, 'lines' | 'patch'>,
  { call, made }: Pick<LiveMapping, 'call' | 'made'>,
): ReportedPlace | undefined {
  if (lines.toOld(call.line) === undefined) return { side: 'new', line: call.line };
  if (!made) return undefined;
  const other = made.within.path === undefined ? undefined : patch.fileAt(made.within.path);
  const madeLines = made.within.path === undefined ? lines : other && patch.linesOf(other);
  if (!madeLines || madeLines.toOld(made.call.line) !== undefined) return undefined;
  return { side: 'new', line: made.call.line, within: made.within };
}

/** Nothing calls a static function by its name: it was handed out. */
function findStaticCallers({ name, isStatic }: FunctionModel, code: CodeModel): readonly FunctionModel[] | undefined {
  const callers = isStatic && name !== undefined ? [...code.callersOf([name])].filter(fn => fn.name !== name) : [];
  return callers.length === 0 ? undefined : callers.map(fn => code.model(fn));
}
