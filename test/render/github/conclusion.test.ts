import { expect, test } from '@jest/globals';
import { conclusionOf } from '../../../src/render/github/conclusion.js';
import { series } from '../make.js';
import { dismissed, lostReview, manyReview, shown, verdictOf } from './make-verdict.js';

const gentle = { failsOnError: false };
const strict = { failsOnError: true };
const [error] = lostReview.findings;
const note = manyReview.findings.find(each => each.severity === 'note');
if (!error || !note) throw new Error('the scenarios find nothing');
const nothing = verdictOf(lostReview, { findings: [], notChecked: [] });

test('a check succeeds only where everything was read and nothing found', () => {
  expect(conclusionOf(nothing, strict)).toBe('success');
  expect(conclusionOf({ ...nothing, findings: [shown(note)] }, strict)).toBe('neutral');
  expect(conclusionOf({ ...nothing, notChecked: [{ patch: 1, reason: 'too large' }] }, strict)).toBe('neutral');
  const part = series({ ...nothing.series, state: 'incomplete', missing: [2] });
  expect(conclusionOf({ ...nothing, series: part }, strict)).toBe('neutral');
});

test('an error fails a check only where the mirror wants it', () => {
  const verdict = { ...nothing, findings: [shown(error)] };
  expect(conclusionOf(verdict, gentle)).toBe('neutral');
  expect(conclusionOf(verdict, strict)).toBe('failure');
});

test('what is fixed or dismissed counts no more', () => {
  const standings = [{ kind: 'fixed', where: 'v2' }, dismissed] as const;
  const verdict = { ...nothing, findings: standings.map(standing => shown(error, { standing })) };
  expect(conclusionOf(verdict, strict)).toBe('success');
});
