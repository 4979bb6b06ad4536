import type { Call } from '../../c/expression.js';
import type { FunctionPair, FunctionSide } from '../function-pair.js';
import { swapUnmaps } from '../remedy/swap-unmaps.js';
import { makeRule, type Report } from '../rule.js';
import { findArrayDisorders } from '../walk/find-array-disorders.js';
import type { LiveMapping } from '../walk/state.js';
import type { UnmapState } from '../walk/walk.js';

/** A mapping ended before a newer one that still lives. */
interface Disorder {
  readonly unmap: Call;
  readonly ended: LiveMapping;
  readonly newer: LiveMapping;
  /** What ends the newer one later. */
  readonly newerUnmap: Call;
}

export const unmapOrder = makeRule({
  id: 'kmap/unmap-order',
  stage: 'trial',
  severity: { file: 'warning', hunk: 'warning' },
  confidence: { file: 'high', hunk: 'medium' },
  summary: 'Nested mappings are not unmapped in the reverse order of their making.',
  why:
    'kmap_local_*() and kmap_atomic() keep a stack: the last mapping made has to be unmapped first. kmap() had no such order, so a conversion can ' +
    'turn correct code into code that unmaps the wrong page. kunmap_local_indexed() warns about it, but only for pages that take a slot: on 64-bit ' +
    'none does unless CONFIG_DEBUG_KMAP_LOCAL_FORCE_MAP is set.',
  remedy: 'Swap the two unmap calls (or the two mapping calls).',
  staysSilentWhen: [
    'one of the two mappings is a global one (kmap()): it has no order',
    'the newer mapping is not unmapped in this function',
    'some path reaches the unmap with nothing newer alive',
    'the same two mappings, or the array of them, were out of order before the patch',
  ],
  mayBeWrongWhen: ['the two variables hold the same mapping'],
  rebuttal: 'what ends one of the two mappings before, or keeps them from being alive together',
  example: 'error-path-only',
  references: ['Documentation/mm/highmem.rst', 'mm/highmem.c: kunmap_local_indexed()'],
  check: (pair: FunctionPair): Report[] => [...reportPairs(pair), ...reportArrays(pair)],
});

function reportPairs(pair: FunctionPair): Report[] {
  const { old, new: now } = pair;
  if (!now?.walk.isComplete) return [];
  const disorders = findDisorders(now);
  const oldDisorders = old ? findDisorders(old) : [];
  // As many as before: variables were renamed, no more.
  if (oldDisorders.length >= disorders.length) return [];
  const before = new Set(oldDisorders.map(keyOf));
  return disorders.filter(disorder => !before.has(keyOf(disorder))).flatMap(disorder => makeReport(pair, disorder));
}

function reportArrays(pair: FunctionPair): Report[] {
  const before = pair.old ? findArrayDisorders(pair.old.model.graph) : [];
  const disorders = pair.new ? findArrayDisorders(pair.new.model.graph) : [];
  return disorders.slice(before.length).flatMap(({ array, map, unmap }) => {
    const line = [unmap.line, map.line].find(candidate => pair.lines.toOld(candidate) === undefined);
    if (line === undefined) return [];
    return [
      {
        side: 'new',
        line,
        what: `The mappings in ${array}[] are unmapped in the order of their making: what was mapped last has to be unmapped first.`,
        proof: [
          { side: 'new', line: map.line, words: `${array}[] is mapped from one end to the other` },
          { side: 'new', line: unmap.line, words: 'and unmapped in the same direction' },
        ],
      } satisfies Report,
    ];
  });
}

function findDisorders({ walk }: FunctionSide): Disorder[] {
  const unmapOf = new Map([...walk.unmaps].flatMap(([unmap, seen]) => seen.map(each => [each.mapping?.call, unmap])));
  const disorders: Disorder[] = [];
  for (const [unmap, observations] of walk.unmaps) {
    const [first] = observations;
    const newer = first && newestAbove(first);
    const newerUnmap = newer && unmapOf.get(newer.call);
    if (!first?.mapping || !newerUnmap) continue;
    const isAlways = observations.every(seen => newestAbove(seen)?.call === newer.call);
    if (isAlways) disorders.push({ unmap, ended: first.mapping, newer, newerUnmap });
  }
  return disorders;
}

/** The newest nested mapping made after the one that is ended here. */
function newestAbove({ live, mapping }: UnmapState): LiveMapping | undefined {
  if (!mapping || !isNested(mapping)) return undefined;
  // Two mappings from before the visible code: which of them is newer is not in sight.
  const isNewer = (other: LiveMapping): boolean =>
    isNested(other) && !other.isFromBefore && other.family === mapping.family;
  return live.slice(live.indexOf(mapping) + 1).findLast(isNewer);
}

function isNested(mapping: LiveMapping): boolean {
  return mapping.kind !== 'global' && mapping.address !== undefined;
}

function keyOf({ ended, newer }: Disorder): string {
  return `${ended.address} ${newer.address}`;
}

function makeReport(pair: FunctionPair, { unmap, ended, newer, newerUnmap }: Disorder): Report[] {
  const line = [unmap.line, newer.call.line, ended.call.line, newerUnmap.line].find(
    candidate => pair.lines.toOld(candidate) === undefined,
  );
  if (line === undefined) return [];
  return [
    {
      side: 'new',
      line,
      what: `${unmap.name}(${ended.address}) unmaps the older of two nested mappings first: ${newer.address} was mapped later and is still mapped.`,
      proof: [
        { side: 'new', line: ended.call.line, words: `${ended.address} is mapped first` },
        {
          side: 'new',
          line: newer.call.line,
          words: `${newer.address} is mapped second, so it has to be unmapped first`,
        },
        { side: 'new', line: unmap.line, words: `${ended.address} is unmapped while ${newer.address} is still mapped` },
      ],
      corrections: () => swapUnmaps(pair, unmap, newerUnmap),
    },
  ];
}
