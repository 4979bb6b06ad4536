import { squeeze } from '../../c/expression.js';
import type { FunctionPair, FunctionSide } from '../function-pair.js';
import { callRightPartners, type WrongPartner } from '../right-partner.js';
import { makeRule, type Report } from '../rule.js';
import type { LiveMapping } from '../state.js';
import { unmapArgument } from '../unmap-argument.js';
import type { UnmapState } from '../walk.js';

/** An unmap that, on every path, ends a mapping of another kind. */
interface Mismatch extends WrongPartner {
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
    'the mapping is made in another function, or before the visible hunk: its kind is not known here',
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
    const mapping = observations[0]?.mapping;
    const argument = squeeze(unmapArgument(unmap));
    if (mapping && observations.every(seen => disagrees(seen, argument))) {
      const mappings = observations.flatMap(seen => seen.mapping ?? []);
      found.push({ unmap, mapping, mappings });
    }
  }
  return found;
}

function disagrees({ unmap, mapping }: UnmapState, argument: string): boolean {
  if (!mapping || mapping.isFromBefore) return false;
  if (mapping.toldBy || mapping.kind !== unmap.kind || mapping.family !== unmap.family) return true;
  return unmap.takes === 'page' && argument !== mapping.page;
}

function keyOf({ unmap, mapping }: Mismatch): string {
  return `${mapping.call.name} ${unmap.name}`;
}

function makeReport(
  pair: FunctionPair,
  { unmap, mapping }: Mismatch,
  corrections: NonNullable<Report['corrections']>,
): Report[] {
  const line = [unmap.line, mapping.call.line].find(candidate => pair.lines.toOld(candidate) === undefined);
  if (line === undefined) return [];
  const isAddressOfPage = unmap.name === 'kunmap' && mapping.call.name === 'kmap';
  const what = isAddressOfPage
    ? `kunmap() takes the page that was given to kmap(), and gets the address ${squeeze(unmapArgument(unmap))} here.`
    : `${mapping.call.name}() made this mapping, and ${unmap.name}() undoes another kind.`;
  return [
    {
      side: 'new',
      line,
      what,
      proof: [
        { side: 'new', line: mapping.call.line, words: `mapped by ${mapping.call.name}()` },
        { side: 'new', line: unmap.line, words: `unmapped by ${unmap.name}()` },
      ],
      corrections,
    },
  ];
}
