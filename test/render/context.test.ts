import { expect, test } from '@jest/globals';
import { withAdvice } from '../../src/render/context.js';
import { finding, location } from './make.js';
import { contextOf } from './runs/scenarios.js';

const at = location('a.c', 'new', 7, 'x', 'f');
const of = (ruleId: string) => finding({ ruleId, messageId: 'a@b', what: 'Lost.', location: at, fingerprint: 'ab' });

test('what is to be done is said once for a rule, and not at all where no rule says it', () => {
  const findings = ['kmap/unmap-order', 'kmap/unmap-order', 'of/nobody'].map(of);
  expect(withAdvice(contextOf([]), findings).map(each => each.advice)).toEqual([
    'Swap the two unmap calls (or the two mapping calls).',
    undefined,
    undefined,
  ]);
});

test('what a later patch closes is to be brought here, and takes no words from what stays open', () => {
  const closed = { ...of('kmap/unmap-order'), closedBy: 4 };
  expect(withAdvice(contextOf([]), [closed, of('kmap/unmap-order')]).map(each => each.advice)).toEqual([
    'Bring what closes it from patch 4 into this one.',
    'Swap the two unmap calls (or the two mapping calls).',
  ]);
});
