import { type Call, readExpression } from '../../c/expression.js';
import { findCallToken, findPlaces, type LaidPlace, layOut } from '../../c/layout.js';
import type { LineEdit } from '../../domain/remedy.js';
import { faultDisablers, faultEnablers, guardCalls } from '../../kernel/page-faults.js';
import type { FunctionPair, FunctionSide } from '../function-pair.js';
import type { Loss } from '../loss/find-losses.js';
import type { FaultsOff, LiveMapping, State } from '../walk/state.js';
import type { Correction } from './correction.js';
import { encloseRun, type LaidCode, putAbove, putBehind, type Run, type Wrapping } from './enclose.js';
import { encloseInitialiser } from './enclose-initialiser.js';
import { areCallsBalanced, areFaultsAsBefore } from './faults-as-before.js';
import { type Condition, findConditions } from './faults-condition.js';

const off = 'pagefault_disable();';
const on = 'pagefault_enable();';

/** Blocks around an access that are tried one after the other, the innermost first. */
const levelsMax = 3;

/** What a correction of some losses has to enclose. */
interface Region {
  readonly laid: LaidCode;
  readonly side: FunctionSide;
  /** Token indices. */
  readonly accesses: readonly number[];
  readonly mapping?: number | undefined;
  readonly unmaps: readonly number[];
}

/**
 * Ways to turn page faults off again around accesses that lost it, the best first: for as long as the mapping lasts, where that is a straight
 * line; else around the accesses alone; else from the mapping to each of its unmaps. Under the old condition where one decided.
 * None where the code is too entangled for it to be certain, or where the patch has such calls there already, in other places.
 */
export function turnFaultsOffAgain(pair: FunctionPair, losses: readonly Loss[]): Correction[] {
  const region = findRegion(pair, losses);
  if (!region) return [];
  const names = [...new Set(losses.map(({ exposure }) => `${exposure.call.name}()`))].join(' and ');
  return findConditions(pair, losses).flatMap(condition => {
    const when =
      condition.text === '' ? '' : `, both under the condition (${condition.text}) that made the old mapping do so`;
    const around = `Turn page faults off around ${names} with pagefault_disable() and pagefault_enable()${when}.`;
    const isSound = makeCheck(condition);
    const ways: Correction[] = waysToEnclose(region, condition).flatMap(edits =>
      edits ? [{ edits, words: around, isSound }] : [],
    );
    const edits = condition.text === '' ? fromMappingToUnmaps(region) : undefined;
    const whole = 'Put pagefault_disable() behind the mapping and pagefault_enable() before each call that ends it.';
    return edits ? [...ways, { edits, words: whole, isSound }] : ways;
  });
}

function waysToEnclose(region: Region, condition: Condition): readonly (readonly LineEdit[] | undefined)[] {
  const { laid, accesses } = region;
  const wrapping = wrap(condition);
  const mapped = whileMapped(region);
  const enclose = (run: Run, isBehind: boolean): readonly LineEdit[] | undefined =>
    writes(region, run, condition) || isDisturbed(region, run) ? undefined : encloseRun(laid, run, wrapping, isBehind);
  const [access] = accesses;
  return [
    mapped && enclose(mapped, true),
    ...aroundAccesses(region).map(run => enclose(run, false)),
    accesses.length === 1 && access !== undefined ? encloseInitialiser(laid, access, wrapping) : undefined,
  ];
}

function wrap({ text }: Condition): Wrapping {
  if (text === '') return { before: [off], after: [on] };
  return { before: [`if (${text})`, `\t${off}`], after: [`if (${text})`, `\t${on}`] };
}

function makeCheck({ text }: Condition): Correction['isSound'] {
  return (pair, isMade) => {
    const graph = pair.new?.model.graph;
    // Under a condition the calls stand in a straight line, and come in pairs.
    const isBalanced = text !== '' || (graph !== undefined && areCallsBalanced(graph, isMade));
    return isBalanced && areFaultsAsBefore(pair, isMade);
  };
}

function findRegion(pair: FunctionPair, losses: readonly Loss[]): Region | undefined {
  const { new: side } = pair;
  if (!side) return undefined;
  const { code } = side;
  // These jump to a label that is one of their arguments.
  if (side.model.calls.some(({ name }) => /^unsafe_(?:get|put|copy)_/.test(name))) return undefined;
  const isCutOut = pair.evidence === 'hunk';
  const layout = layOut(code, side.model, isCutOut);
  if (!layout) return undefined;
  const indexOf = (call: Call): number => findCallToken(layout, call);
  const accesses = losses.map(({ exposure }) => indexOf(exposure.call));
  const mappings = losses.map(({ source, after }) => findSuccessor(source, after));
  const [mapping] = mappings;
  const isOne = mapping && !mapping.isFromBefore && mappings.every(other => other?.call === mapping.call);
  const unmaps = [...side.walk.unmaps].flatMap(([call, seen]) =>
    seen.some(state => state.mapping?.call === mapping?.call) ? [indexOf(call)] : [],
  );
  const mapped = isOne ? indexOf(mapping.call) : undefined;
  if ([...accesses, ...unmaps].includes(-1) || mapped === -1) return undefined;
  return { laid: { code, layout, isCutOut }, side, accesses, mapping: mapped, unmaps: isOne ? unmaps : [] };
}

/** The mapping that took the old one's place. */
function findSuccessor({ mapping }: FaultsOff, { live }: State): LiveMapping | undefined {
  const sameAddress = live.findLast(({ address }) => address !== undefined && address === mapping?.address);
  return sameAddress ?? live.at(-1);
}

/** The statements between the mapping and the first statement that ends it. */
function whileMapped({ laid, mapping, unmaps, accesses }: Region): Run | undefined {
  const place = mapping === undefined ? undefined : findPlaces(laid.layout, mapping).at(-1);
  if (!place || unmaps.length === 0) return undefined;
  const indices = unmaps.map(token => indexIn(place, token));
  const run = { place, from: place.index + 1, to: Math.min(...indices) - 1 };
  return indices.includes(-1) || !accesses.every(token => isIn(run, token)) ? undefined : run;
}

/**
 * The statements from the first access to the last, in the innermost block that has them all, then in those around it. What reaches beyond the
 * mapping is no correction: page faults would be off in code that never had it.
 */
function aroundAccesses({ laid, accesses, mapping, unmaps }: Region): Run[] {
  const [first = -1] = accesses;
  const places = findPlaces(laid.layout, first).reverse();
  const runs = places.map(place => {
    const indices = accesses.map(token => indexIn(place, token));
    return { place, from: Math.min(...indices), to: Math.max(...indices) };
  });
  const isSmall = (run: Run, level: number): boolean =>
    run.from >= 0 && (level === 0 || ![mapping ?? -1, ...unmaps].some(token => isIn(run, token)));
  return runs.slice(0, levelsMax).filter(isSmall);
}

/** Right behind the mapping, and right before each unmap, on whatever paths those lie. */
function fromMappingToUnmaps(region: Region): readonly LineEdit[] | undefined {
  const { laid, side, mapping, unmaps } = region;
  const place = mapping === undefined ? undefined : findPlaces(laid.layout, mapping).at(-1);
  if (!place || unmaps.length === 0 || !side.model.isWhole) return undefined;
  if (isDisturbedBetween(region, mapping ?? 0, Math.max(...unmaps))) return undefined;
  const places = unmaps.map(token => findPlaces(laid.layout, token).at(-1));
  const tails = places.map(each => each && putAbove(laid, each, [on]));
  const edits = [putBehind(laid, place, [off]), ...tails];
  const made = edits.filter(edit => edit !== undefined);
  return made.length < edits.length ? undefined : made.sort((a, b) => a.firstLine - b.firstLine);
}

function indexIn({ body }: LaidPlace, token: number): number {
  return body.statements.findIndex(({ first, last }) => first <= token && token <= last);
}

function isIn({ place, from, to }: Run, token: number): boolean {
  const index = indexIn(place, token);
  return index >= from && index <= to;
}

/** Whether the patch turns page faults on or off itself in the run or right beside it: then those calls are to be moved, not joined by others. */
function isDisturbed(region: Region, { place, from, to }: Run): boolean {
  const { statements } = place.body;
  const [first, last] = [statements[Math.max(0, from - 1)], statements[to + 1] ?? statements[to]];
  return first !== undefined && last !== undefined && isDisturbedBetween(region, first.first, last.last);
}

function isDisturbedBetween({ laid }: Region, first: number, last: number): boolean {
  const isSwitch = (name: string): boolean =>
    faultDisablers.has(name) || faultEnablers.has(name) || guardCalls.has(name);
  return laid.layout.tokens.slice(first, last + 1).some(({ text }) => isSwitch(text));
}

/** Whether something that the condition names is written within the run. */
function writes({ laid }: Region, { place, from, to }: Run, { names }: Condition): boolean {
  const [first, last] = [place.body.statements[from], place.body.statements[to]];
  if (names.length === 0 || !first || !last) return false;
  const { written } = readExpression(laid.layout.tokens.slice(first.first, last.last + 1));
  return written.some(object => object.split(/\W+/).some(name => names.includes(name)));
}
