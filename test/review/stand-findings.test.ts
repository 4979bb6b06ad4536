import { expect, test } from '@jest/globals';
import type { Finding } from '../../src/domain/finding.js';
import type { ShownFinding } from '../../src/domain/verdict.js';
import { type FindingHistory, standFindings } from '../../src/review/stand-findings.js';

function finding(fingerprint: string, path = 'mm/larder.c'): Finding {
  const location = { path, side: 'new', line: 3, text: 'x();' } as const;
  return {
    ruleId: 'kmap/unmap-order',
    stage: 'on',
    severity: 'warning',
    confidence: 'high',
    evidence: 'file',
    messageId: 'one@example.com',
    patchNumber: 1,
    what: 'x',
    location,
    proof: [],
    fingerprint,
  };
}

function stand(history: Partial<FindingHistory>): readonly (readonly [string, ShownFinding['standing']])[] {
  const shown = standFindings({
    found: [],
    before: [],
    dismissals: [],
    notChecked: [],
    isWhole: true,
    isHeard: () => true,
    whereGone: () => 'v2',
    ...history,
  });
  return shown.map(each => [each.finding.fingerprint, each.standing]);
}

const open = { kind: 'open' } as const;
const before = [{ finding: finding('a'), standing: open }];

test('what is found is open, what was found and is gone is fixed', () => {
  expect(stand({ found: [finding('b')], before })).toEqual([
    ['b', open],
    ['a', { kind: 'fixed', where: 'v2' }],
  ]);
});

test('what comes back is open again, and what is fixed stays fixed where it was', () => {
  const fixed = [{ finding: finding('a'), standing: { kind: 'fixed', where: 'v1' } as const }];
  expect(stand({ found: [finding('a')], before: fixed })).toEqual([['a', open]]);
  expect(stand({ before: fixed })).toEqual([['a', { kind: 'fixed', where: 'v1' }]]);
});

test('what a person dismissed is dismissed while it is there, and fixed when it is gone', () => {
  const dismissals = [{ fingerprint: 'a', by: 'hal', reason: 'never faults', at: 7 }];
  expect(stand({ found: [finding('a')], dismissals })).toEqual([
    ['a', { kind: 'dismissed', by: 'hal', reason: 'never faults', at: 7 }],
  ]);
  expect(stand({ before, dismissals })).toEqual([['a', { kind: 'fixed', where: 'v2' }]]);
});

test('nothing is called fixed in a file that could not be read, in a series with holes, or by a rule that is off', () => {
  expect(stand({ before, notChecked: [{ patch: 1, path: 'mm/larder.c', reason: 'no blob' }] })).toEqual([['a', open]]);
  expect(stand({ before, isWhole: false })).toEqual([['a', open]]);
  expect(stand({ before, isHeard: () => false })).toEqual([]);
});

test('what could not be looked at is what people last said of it', () => {
  const notChecked = [{ patch: 1, path: 'mm/larder.c', reason: 'the change is binary' }];
  const dismissed = { kind: 'dismissed', by: 'hal', reason: 'never faults', at: 7 } as const;
  const dismissals = [{ fingerprint: 'a', by: 'hal', reason: 'never faults', at: 7 }];
  expect(stand({ before, notChecked, dismissals })).toEqual([['a', dismissed]]);
  expect(stand({ before: [{ finding: finding('a'), standing: dismissed }], notChecked })).toEqual([['a', open]]);
});
