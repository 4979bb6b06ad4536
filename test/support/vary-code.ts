import { deferringCalls, handOverCalls } from '../../src/kernel/hand-overs.js';
import {
  deprecatedCalls,
  mapCalls,
  pageReleaseCalls,
  plainAddressCalls,
  unmapCalls,
} from '../../src/kernel/mappings.js';
import {
  compoundSizeCalls,
  manyPagesNames,
  memoryAccessCalls,
  multiPageIterators,
  segmentLength,
  segmentPage,
} from '../../src/kernel/memory-access.js';
import { pageCopyCalls } from '../../src/kernel/page-copies.js';
import {
  assertionCalls,
  faultDisablers,
  faultEnablers,
  faultGuardClass,
  guardCalls,
  noReturnCalls,
} from '../../src/kernel/page-faults.js';
import { cpuLocalCalls } from '../../src/kernel/preemption.js';
import { readingCalls } from '../../src/kernel/reading-calls.js';
import { iteratorEnds, iteratorNext, iteratorStart } from '../../src/kernel/scatterlist.js';
import { allocationCalls, faultInCalls, sleepingCalls, sleepingFlags } from '../../src/kernel/sleeping.js';
import {
  addressLimitCalls,
  iteratorAccessCalls,
  iteratorKindCalls,
  stepRunners,
  userAccessCalls,
} from '../../src/kernel/user-access.js';
import type { Fixture } from './rule-tester.js';

/** Words that mean something to the reader of C or to the tables of the kernel's functions: all other names are arbitrary. */
export const meaningful: ReadonlySet<string> = new Set([
  ...Object.keys({
    ...mapCalls,
    ...unmapCalls,
    ...deprecatedCalls,
    ...memoryAccessCalls,
    ...handOverCalls,
    ...deferringCalls,
  }),
  ...plainAddressCalls,
  ...pageCopyCalls,
  ...readingCalls,
  ...iteratorEnds,
  iteratorNext,
  iteratorStart,
  ...compoundSizeCalls,
  ...multiPageIterators,
  ...manyPagesNames,
  ...pageReleaseCalls,
  ...faultDisablers,
  ...faultEnablers,
  ...guardCalls,
  ...assertionCalls,
  ...noReturnCalls,
  ...userAccessCalls,
  ...cpuLocalCalls,
  ...faultInCalls,
  ...sleepingCalls,
  ...allocationCalls,
  ...sleepingFlags,
  ...addressLimitCalls,
  'get_ds',
  ...iteratorAccessCalls,
  ...iteratorKindCalls,
  ...stepRunners,
  faultGuardClass,
  segmentLength,
  segmentPage,
  'pagefault_disabled',
  'faulthandler_disabled',
  'swap',
  ...'auto break case const continue default do else enum extern for goto if inline int char long short signed'.split(
    ' ',
  ),
  ...'register return sizeof static struct switch typedef typeof union unsigned void volatile while'.split(' '),
  ...'define defined elif endif ifdef ifndef include undef likely unlikely false true'.split(' '),
]);

/** Gives every arbitrary name another one. Names in capitals stay: they are macros and constants. */
export function renameIdentifiers(fixture: Fixture): Fixture {
  return vary(fixture, line => line.replace(/"[^"]*"|\b[A-Za-z_]\w*\b/g, rename));
}

/** The name that `renameIdentifiers` gives to a name. */
export function rename(name: string): string {
  return name.startsWith('"') || meaningful.has(name) || /^[A-Z0-9_]+$/.test(name) ? name : `${name}_too`;
}

/** Puts blank lines and comments that look like code behind statements. */
export function insertNoise(fixture: Fixture): Fixture {
  const noise = '\n\n/* addr = kmap_atomic(page); copy_from_user(addr, buf, n); kunmap_atomic(addr); */';
  return vary(fixture, line => (/^\s+[^*]*[;{}]$/.test(line) ? `${line}${noise}` : line));
}

/** Ends lines as other systems do. */
export function addCarriageReturns(fixture: Fixture): Fixture {
  return vary(fixture, line => `${line}\r`);
}

function vary({ old, new: now, others = {} }: Fixture, change: (line: string) => string): Fixture {
  const changeAll = (text: string): string =>
    text
      .split('\n')
      .map(line => (isMarker(line) || line === '' ? line : change(line)))
      .join('\n');
  const changed = Object.entries(others).map(
    ([path, file]) => [path, { old: changeAll(file.old), new: changeAll(file.new) }] as const,
  );
  const main = { old: changeAll(old), new: changeAll(now) };
  return changed.length === 0 ? main : { ...main, others: Object.fromEntries(changed) };
}

function isMarker(line: string): boolean {
  return /^\s*\/\* \w+: [\w-]+\/[\w-]+ \*\/$/.test(line);
}
