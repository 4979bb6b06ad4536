import { squeeze } from '../../c/expression.js';
import { type FunctionPair, type FunctionSide, newLineOf } from '../function-pair.js';
import { callRightPartners, type WrongPartner } from '../remedy/right-partner.js';
import { makeRule, type Report, type ReportedStep } from '../rule.js';
import type { Site } from '../walk/site.js';
import { type LiveMapping, makerOf } from '../walk/state.js';
import { unmapArgument } from '../walk/unmap-argument.js';
import type { UnmapState } from '../walk/walk.js';

/** An unmap that, on every path, ends a mapping of another kind. */
interface Mismatch extends WrongPartner {
  /** The kernel's unmap call, where `unmap` is of a function or macro that makes it. */
  readonly made?: Site | undefined;
  readonly mapping: LiveMapping;
}

export const unmapMismatch = makeRule({
  id: 'kmap/unmap-mismatch',
  stage: 'on',
  severity: { file: 'error', hunk: 'warning' },
  confidence: { file: 'high', hunk: 'medium' },
  summary: 'A mapping is undone by the unmap call of another kind of mapping.',
  why:
    'kmap_atomic(), kmap_local_page(), kmap() and their io_mapping_*() cousins each keep their own state. The wrong partner turns page ' +
    'faults on that were never off, leaves them off, or gives back the slot of another mapping. The compiler sees a pointer and does not object; ' +
    'kunmap() of an address compiles as well where the address is a void pointer.',
  remedy:
    'Undo each mapping with its own partner: kunmap_atomic(address), kunmap_local(address), kunmap(page), ' +
    'io_mapping_unmap_local(address), io_mapping_unmap_atomic(address).',
  staysSilentWhen: [
    'the mapping is made in another file, in a function that chooses by what its caller does not tell, or before the visible hunk: its kind is not known here',
    'some path reaches the unmap with a mapping that does match',
    'the same two calls disagreed before the patch',
  ],
  mayBeWrongWhen: ['a driver has a function of the same name with another meaning'],
  rebuttal: 'the call that makes the mapping which is unmapped here, and its place',
  example: 'half-converted',
  references: ['Documentation/mm/highmem.rst', 'include/linux/highmem-internal.h', 'include/linux/io-mapping.h'],
  check: (pair: FunctionPair): Report[] => {
    if (!pair.new?.walk.isComplete) return [];
    const before = new Set(pair.old ? findMismatches(pair.old).map(keyOf) : []);
    const { code } = pair.new;
    const now = findMismatches(pair.new);
    return now
      .filter(mismatch => !before.has(keyOf(mismatch)))
      .flatMap(mismatch => {
        const alike = now.filter(({ mapping }) => mapping.call === mismatch.mapping.call);
        return makeReport(pair, mismatch, () => callRightPartners(code, alike));
      });
  },
});

function findMismatches({ walk }: FunctionSide): Mismatch[] {
  const found: Mismatch[] = [];
  for (const [unmap, observations] of walk.unmaps) {
    const [first] = observations;
    const argument = squeeze(unmapArgument(unmap));
    if (first?.mapping && observations.every(seen => disagrees(seen, argument))) {
      const mappings = observations.flatMap(seen => seen.mapping ?? []);
      found.push({ unmap, made: first.made, mapping: first.mapping, mappings });
    }
  }
  return found;
}

function disagrees({ unmap, mapping, made }: UnmapState, argument: string): boolean {
  if (!mapping || mapping.isFromBefore) return false;
  if (mapping.toldBy || mapping.kind !== unmap.kind || mapping.family !== unmap.family) return true;
  return !made && unmap.takes === 'page' && argument !== mapping.page;
}

function keyOf({ unmap, made, mapping }: Mismatch): string {
  return `${makerOf(mapping)} ${makerOf({ call: unmap, made })}`;
}

function makeReport(
  pair: FunctionPair,
  { unmap, made, mapping }: Mismatch,
  corrections: NonNullable<Report['corrections']>,
): Report[] {
  const place = newLineOf(pair, { call: unmap, made }) ?? newLineOf(pair, mapping);
  if (place === undefined) return [];
  const [maker, undoer] = [makerOf(mapping), makerOf({ call: unmap, made })];
  const isAddressOfPage = undoer === 'kunmap' && maker === 'kmap';
  const what = isAddressOfPage
    ? `kunmap() takes the page that was given to kmap(), and gets the address ${squeeze(unmapArgument(unmap))} here.`
    : `${maker}() made this mapping, and ${undoer}() undoes another kind.`;
  return [
    {
      ...place,
      what,
      proof: [
        ...showSite(mapping, `mapped by ${maker}()`, 'leaves its mapping to this function'),
        ...showSite({ call: unmap, made }, `unmapped by ${undoer}()`, 'unmaps it'),
      ],
      corrections,
    },
  ];
}

/** The kernel's call, and before it the one of this function that comes to it. */
function showSite(
  { call, made }: Pick<LiveMapping, 'call' | 'made'>,
  words: string,
  meanwhile: string,
): ReportedStep[] {
  if (!made) return [{ side: 'new', line: call.line, words }];
  return [
    { side: 'new', line: call.line, words: `${call.name}() ${meanwhile}` },
    { side: 'new', line: made.call.line, within: made.within, words },
  ];
}
