import type { Call } from '../../c/expression.js';
import { allocationCalls, faultInCalls, sleepingCalls, sleepingFlags } from '../../kernel/sleeping.js';
import type { FunctionPair, FunctionSide } from '../function-pair.js';
import { makeRule, type Report } from '../rule.js';
import type { FaultsOff, State } from '../walk/state.js';

/** A call in a region in which it must not stand, on every path that comes to it. */
interface Misplaced {
  readonly call: Call;
  /** What begins the region. */
  readonly source: FaultsOff;
}

export const sleeps = makeRule({
  id: 'pagefault/sleeps',
  stage: 'trial',
  severity: { file: 'warning', hunk: 'warning' },
  confidence: { file: 'medium', hunk: 'low' },
  summary: 'A call that may sleep or has to fault pages in stands where it cannot.',
  why:
    'With page faults off, fault_in_readable() and its like bring nothing in, and get_user_pages() is not meant to be called: both belong before the ' +
    'region, or behind it. Between kmap_atomic() and its unmap preemption is off too, except on PREEMPT_RT: nothing there may sleep.',
  remedy:
    'Move the call in front of the region or behind it; or map with kmap_local_page(), under which code may sleep, where nothing needs page faults off.',
  staysSilentWhen: [
    'the region is one of kmap_local_page(): it may sleep and fault',
    'page faults are off by pagefault_disable() alone, and the call only sleeps',
    'some path comes to the call outside of the region',
    'the function had as many such calls in such a region before the patch',
    'the allocation has other flags than the plain GFP_KERNEL, GFP_NOFS and their like',
    'the mapping is not ended in sight',
  ],
  mayBeWrongWhen: ['the call is never reached with the region open, for reasons that stand elsewhere'],
  rebuttal: 'the call that ends the region before, and its place, or what rules out that the call sleeps',
  references: ['Documentation/mm/highmem.rst', 'include/linux/uaccess.h', 'include/linux/pagemap.h'],
  example: 'faults-in-under-kmap-atomic',
  check: (pair: FunctionPair): Report[] => {
    const { old, new: now } = pair;
    if (!now?.walk.isComplete || (old && !old.walk.isComplete)) return [];
    const before = old ? findMisplaced(old).map(({ call }) => call.name) : [];
    return findMisplaced(now).flatMap(misplaced => {
      const known = before.indexOf(misplaced.call.name);
      if (known >= 0) before.splice(known, 1);
      return known >= 0 ? [] : makeReport(pair, now, misplaced);
    });
  },
});

function findMisplaced({ walk }: FunctionSide): Misplaced[] {
  const ended = new Set([...walk.unmaps.values()].flat().map(seen => seen.mapping?.call));
  const misplaced: Misplaced[] = [];
  for (const [call, states] of walk.events) {
    const isOpen = faultInCalls.has(call.name) ? isSureSource : maySleep(call) ? isAtomic : undefined;
    const sourceOf = ({ faultsOff }: State): FaultsOff | undefined =>
      faultsOff.findLast(source => isOpen?.(source) && (!source.mapping || ended.has(source.mapping.call)));
    const source = states[0] && sourceOf(states[0]);
    if (source && states.every(sourceOf)) misplaced.push({ call, source });
  }
  return misplaced;
}

/** What begins the region is in sight, and turns page faults off by itself. */
function isSureSource({ mapping }: FaultsOff): boolean {
  return !mapping?.isFromBefore && !mapping?.toldBy;
}

function isAtomic(source: FaultsOff): boolean {
  return source.by === 'mapping' && isSureSource(source);
}

function maySleep({ name, args }: Call): boolean {
  if (sleepingCalls.has(name)) return true;
  if (!allocationCalls.has(name)) return false;
  const tokens = args.flat();
  return tokens.some(({ text }) => sleepingFlags.has(text)) && !tokens.some(({ text }) => text === '~' || text === '?');
}

function makeReport(pair: FunctionPair, { walk }: FunctionSide, { call, source }: Misplaced): Report[] {
  const ends = [...walk.unmaps].filter(([, seen]) =>
    seen.some(({ mapping }) => mapping?.call === source.mapping?.call),
  );
  // A flag may stand on a line of its own.
  const argumentLines = call.args.flat().map(token => token.line);
  const line = [call.line, ...argumentLines, source.call.line, ...ends.map(([unmap]) => unmap.line)].find(
    candidate => pair.lines.toOld(candidate) === undefined,
  );
  if (line === undefined) return [];
  const isFaultIn = faultInCalls.has(call.name);
  const what = isFaultIn
    ? `${call.name}() has to fault user pages in, and page faults are off here.`
    : `${call.name}() may sleep, and the region of ${source.call.name}() must not.`;
  return [
    {
      side: 'new',
      line,
      what,
      proof: [
        { side: 'new', line: source.call.line, words: regionWords(source) },
        { side: 'new', line: call.line, words: isFaultIn ? 'and this call needs them' : 'and this call may sleep' },
      ],
    },
  ];
}

function regionWords(source: FaultsOff): string {
  if (source.by === 'mapping') return `${source.call.name}() turns page faults and preemption off until the unmap`;
  return source.by === 'guard' ? 'page faults are off to the end of the block' : 'page faults are off from here';
}
