import { splitAtDepthZero } from '../../c/brackets.js';
import { findDerivedPointers } from '../../c/derived-pointers.js';
import { addressKey, type Call, squeeze } from '../../c/expression.js';
import type { Token } from '../../c/tokenize.js';
import {
  boundNames,
  compoundSizeCalls,
  largeSizes,
  manyPagesNames,
  memoryAccessCalls,
  multiPageIterators,
  segmentLength,
  segmentPage,
} from '../../kernel/memory-access.js';
import type { FunctionPair, FunctionSide } from '../function-pair.js';
import { makeRule, type Report } from '../rule.js';
import type { FunctionModel } from '../walk/function-model.js';
import type { LiveMapping, State } from '../walk/state.js';

/** An access through a mapping that goes on behind the page that is mapped. */
interface Overrun {
  readonly call: Call;
  readonly mapping: LiveMapping;
  /** Why it is known to, in words. */
  readonly words: string;
  /** It does only where there are several pages, and nothing here says that there may be. */
  readonly isConditional?: boolean | undefined;
}

/** An access through a mapping. */
interface MappedAccess {
  readonly call: Call;
  readonly mapping: LiveMapping;
  readonly address: readonly Token[];
  readonly length: readonly Token[];
}

export const pastPageEnd = makeRule({
  id: 'kmap/past-page-end',
  stage: 'trial',
  severity: { file: 'warning', hunk: 'warning' },
  confidence: { file: 'medium', hunk: 'low' },
  summary: 'An access goes on behind the one page that is mapped.',
  why:
    'kmap_local_page(), kmap_local_folio(), kmap_atomic() and bvec_kmap_local() map one page, of a large folio or of a segment over several pages ' +
    'too. Behind it lies the mapping of something else, or none. Where memory is always mapped, as on 64-bit, the pages happen to lie ' +
    'side by side, so that testing there does not show it.',
  remedy:
    'Go page by page (memcpy_from_folio(), memcpy_to_folio(), folio_zero_range() and bio_for_each_segment() do), or bound the length to ' +
    'PAGE_SIZE - offset_in_page(offset).',
  staysSilentWhen: [
    'the length is folio_size() or page_size(), and nothing in the function says that there may be more than one page',
    'the length is a variable that may well stay inside the page, and no bound of it was removed',
    'the same call with the same arguments stood there before the patch',
    'the access goes through a function that is not known',
  ],
  mayBeWrongWhen: [
    'the folio or the segment never has more than one page here, and only code elsewhere knows',
    'a caller bounds the length now',
  ],
  rebuttal: 'what keeps the access inside of one page',
  example: 'whole-folio',
  references: ['include/linux/highmem.h: kmap_local_folio()', 'Documentation/mm/highmem.rst'],
  check: (pair: FunctionPair): Report[] => {
    const { old, new: now } = pair;
    if (!now?.walk.isComplete || old?.walk.isComplete === false) return [];
    const before = new Set(old ? findOverruns(old).map(keyOf) : []);
    const overruns = [...findOverruns(now), ...(old ? findUnbounded(old, now) : [])];
    return overruns.filter(overrun => !before.has(keyOf(overrun))).flatMap(overrun => makeReport(pair, overrun));
  },
});

function keyOf({ call }: Overrun): string {
  return `${call.name} ${call.args.map(squeeze).join()}`;
}

function findOverruns(side: FunctionSide): Overrun[] {
  return findAccesses(side).flatMap(access => {
    const { call, mapping } = access;
    const size = compoundSizeOf(access);
    if (size)
      return [{ call, mapping, words: `${size} is the size of all its pages`, isConditional: !isLarge(side.model) }];
    const words = whyTooLong(access, side.model);
    return words === undefined ? [] : [{ call, mapping, words }];
  });
}

/** The accesses of known functions through a mapping that lives on every path to them. */
function findAccesses({ walk, model }: FunctionSide): MappedAccess[] {
  const derived = findDerivedPointers(model.graph.nodes.flatMap(node => node.expression ?? []));
  const found: MappedAccess[] = [];
  for (const [node, states] of walk.arrivals) {
    for (const call of node.expression?.calls ?? []) {
      const access = memoryAccessCalls[call.name];
      if (access?.length === undefined) continue;
      const length = call.args[access.length] ?? [];
      for (const index of access.addresses) {
        const address = call.args[index] ?? [];
        const key = addressKey(address) ?? '';
        const mapping = mappingOf(states, derived.get(key) ?? key);
        if (mapping) found.push({ call, mapping, address, length });
      }
    }
  }
  return found;
}

function mappingOf(states: readonly State[], name: string): LiveMapping | undefined {
  const [first] = states.map(({ live }) => live.find(mapping => mapping.address === name));
  const isAlways = states.every(({ live }) => live.some(({ call }) => call === first?.call));
  return isAlways && first && !first.isFromBefore ? first : undefined;
}

/** The length as text, where it is the size of a whole folio or compound page: `folio_size(folio)`. */
function compoundSizeOf({ length }: MappedAccess): string | undefined {
  const text = squeeze(length);
  const [, name] = /^(\w+)\([^()]*\)$/.exec(text) ?? [];
  return name && compoundSizeCalls.has(name) ? text : undefined;
}

function isLarge({ body }: FunctionModel): boolean {
  return body.some(({ text }) => manyPagesNames.has(text));
}

function whyTooLong({ length, address, mapping }: MappedAccess, model: FunctionModel): string | undefined {
  const text = squeeze(length);
  const [, sizeCall] = /^(\w+)\([^()]*\)$/.exec(text) ?? [];
  if (sizeCall && compoundSizeCalls.has(sizeCall))
    return `${text} is the size of all its pages, and one of them is mapped`;
  if (largeSizes.test(text) || isManyPages(length)) return `${text} bytes are more than the one page that is mapped`;
  if (
    splitAtDepthZero(address, '+')
      .slice(1)
      .some(part => squeeze(part) === 'PAGE_SIZE')
  )
    return `${squeeze(address)} is the page behind the one that is mapped`;
  return isWholeSegment(text, mapping, model)
    ? `${text} may span pages in this loop, and one of them is mapped`
    : undefined;
}

/** `2 * PAGE_SIZE`, `PAGE_SIZE << order`, `nr << PAGE_SHIFT`. */
function isManyPages(length: readonly Token[]): boolean {
  const [first = [], second, ...rest] = splitAtDepthZero(length, '*').map(squeeze);
  if (second !== undefined && rest.length === 0) {
    const factor = first === 'PAGE_SIZE' ? second : second === 'PAGE_SIZE' ? first : undefined;
    return typeof factor === 'string' && factor !== '1' && /^\w+$/.test(factor);
  }
  const [, left, right] = /^(\w+)<<(\w+)$/.exec(squeeze(length)) ?? [];
  return (left === 'PAGE_SIZE' && right !== '0') || (right === 'PAGE_SHIFT' && left !== '1');
}

/** The length of a segment out of an iterator that does not cut segments at pages. */
function isWholeSegment(text: string, { page, call }: LiveMapping, { calls }: FunctionModel): boolean {
  const [, segment] = new RegExp(`^(\\w+)(?:\\.|->)${segmentLength}$`).exec(text) ?? [];
  if (segment === undefined) return false;
  const isOfSegment = new RegExp(`^&?${segment}(?:(?:\\.|->)${segmentPage})?$`).test(page);
  const loop = calls.findLast(
    ({ name, args, line }) => line <= call.line && squeeze(args[0] ?? []) === segment && /for_each/.test(name),
  );
  return isOfSegment && loop !== undefined && multiPageIterators.has(loop.name);
}

/** Accesses whose length was bounded to the rest of a page before the patch, in a function that bounds nothing any more. */
function findUnbounded(old: FunctionSide, now: FunctionSide): Overrun[] {
  if (!now.model.isWhole || !old.model.isWhole || now.model.body.some(({ text }) => boundNames.test(text))) return [];
  const before = findAccesses(old).map(({ call, length }) => `${call.name} ${squeeze(length)}`);
  return findAccesses(now).flatMap(({ call, mapping, length }) => {
    const name = squeeze(length);
    const wasBounded = old.model.graph.nodes.some(({ expression }) => {
      const tokens = expression?.tokens ?? [];
      return expression?.replaced.includes(name) && /(?:PAGE_SIZE|PAGE_CACHE_SIZE)-/.test(squeeze(tokens));
    });
    if (!/^\w+$/.test(name) || !wasBounded || !before.includes(`${call.name} ${name}`)) return [];
    return [
      {
        call,
        mapping,
        words: `${name} was bounded to the rest of the page, and nothing in this function bounds it now`,
      },
    ];
  });
}

function makeReport(pair: FunctionPair, { call, mapping, words, isConditional }: Overrun): Report[] {
  const changed = [call.line, mapping.call.line].find(candidate => pair.lines.toOld(candidate) === undefined);
  const place = changed ?? (words.includes(' was bounded ') ? call.line : undefined);
  if (place === undefined) return [];
  return [
    {
      side: 'new',
      line: place,
      what: `${call.name}() may go on behind the page that ${mapping.call.name}() maps: ${words}.`,
      proof: [
        { side: 'new', line: mapping.call.line, words: `${mapping.call.name}() maps one page` },
        { side: 'new', line: call.line, words },
      ],
      withheldFor: isConditional ? 'nothing in this function says that there may be more than one page' : undefined,
    },
  ];
}
