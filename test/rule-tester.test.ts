import { expect, test } from '@jest/globals';
import { rules } from '../src/rules/registry.js';
import { type Fixture, testFixture } from './support/rule-tester.js';

const rule = 'kmap/lost-pagefault-disable';
const place = `${rule} at new line 3 in pull (to = kmap_local_page(page);)`;

/** A conversion that loses page faults at line 3, with a marker (or none) before each of its lines. */
function makeFixture(markers: Readonly<Record<number, string>>): Fixture {
  const body = (map: string, unmap: string): string[] => [
    'void pull(struct page *page, void *to, void *from)',
    '{',
    `\tto = ${map}(page);`,
    '\tcopy_from_user(to, from, 8);',
    `\t${unmap}(to);`,
    '}',
    '',
  ];
  const after = body('kmap_local_page', 'kunmap_local').flatMap((line, index) => {
    const marker = markers[index + 1];
    return marker === undefined ? [line] : [`\t/* ${marker} */`, line];
  });
  return { old: body('kmap_atomic', 'kunmap_atomic').join('\n'), new: after.join('\n') };
}

async function outcomesOf(markers: Readonly<Record<number, string>>): Promise<readonly string[]> {
  return testFixture(makeFixture(markers), rules);
}

test('a fixture whose markers are right has no outcome', async () => {
  expect(await outcomesOf({ 3: `ruleid: ${rule}` })).toEqual([]);
});

test('a line that is reported and not marked is Noisy, whether by whole files or by hunks', async () => {
  expect(await outcomesOf({ 3: `ok: ${rule}` })).toEqual([`Noisy: ${place}`, `Noisy: ${place}, with the hunks alone`]);
});

test('a line that is marked and not reported is Missing, and only with the whole file', async () => {
  const outcomes = await outcomesOf({ 3: `ruleid: ${rule}`, 4: 'ruleid: kmap/unmap-order' });
  expect(outcomes).toEqual(['Missing: kmap/unmap-order at new line 4 in pull (copy_from_user(to, from, 8);)']);
});

test('a report at another line of the function is Wrong', async () => {
  const [outcome] = await outcomesOf({ 4: `ruleid: ${rule}` });
  expect(outcome).toBe(`Wrong line: ${place}, not ${rule} at new line 4 in pull (copy_from_user(to, from, 8);)`);
});

test('a function that is named otherwise than its head is Wrong', async () => {
  const fixture = makeFixture({ 3: `ruleid: ${rule}` });
  const shifted = { old: `int a(int b)\n{\n${fixture.old}`, new: `int a(int b)\n{\n${fixture.new}` };
  const outcomes = await testFixture(shifted, rules);
  expect(outcomes[0]).toBe(
    `Wrong function: ${rule} at new line 5 in pull (to = kmap_local_page(page);) is said to be in a`,
  );
});

test('a proof with other steps than the marked ones is Wrong', async () => {
  expect(await outcomesOf({ 3: `ruleid: ${rule}`, 5: `proof: ${rule}` })).toEqual([
    `Wrong proof: without ${rule} at new line 5 in pull (kunmap_local(to);)`,
    `Wrong proof: with ${rule} at old line 3 in pull (to = kmap_atomic(page);)`,
    `Wrong proof: with ${rule} at new line 4 in pull (copy_from_user(to, from, 8);)`,
  ]);
});

test('a known fault that is none any more is Passing', async () => {
  expect(await outcomesOf({ 3: `todoruleid: ${rule}` })).toEqual([`Passing: ${place}`]);
  expect(await outcomesOf({ 3: `ruleid: ${rule}`, 5: `todook: ${rule}` })).toEqual([
    `Passing: todook of ${rule} at new line 5 in pull (kunmap_local(to);)`,
  ]);
  expect(await outcomesOf({ 3: `ruleid: ${rule}`, 5: `hunkruleid: ${rule}` })).toEqual([
    `Passing: hunkruleid of ${rule} at new line 5 in pull (kunmap_local(to);)`,
  ]);
});

test.each([
  ['a rule that is not registered', 'ruleid: kmap/unknown', 'Unknown rule: /* ruleid: kmap/unknown */'],
  ['an unknown word', `rulid: ${rule}`, `Unknown marker: /* rulid: ${rule} */`],
  ['a word without a rule', 'ruleid:', 'Malformed marker: /* ruleid: */'],
  ['another spacing', `ruleid:${rule}`, `Malformed marker: /* ruleid:${rule} */`],
])('%s in a marker is a fault', async (_, marker, outcome) => {
  expect(await outcomesOf({ 3: marker })).toEqual([outcome]);
});

test('a marker behind code, or before none, is a fault', async () => {
  const { old, new: now } = makeFixture({});
  const behind = now.replace('(page);', `(page); /* ruleid: ${rule} */`);
  expect(await testFixture({ old, new: behind }, rules)).toEqual([
    `Malformed marker: to = kmap_local_page(page); /* ruleid: ${rule} */`,
  ]);
  const before = `${now}/* ok: ${rule} */\n`;
  expect(await testFixture({ old, new: before }, rules)).toEqual([`Marker before no code: ok: ${rule}`]);
});

test('a fixture without markers, and one that changes nothing, are faults', async () => {
  const { old, new: now } = makeFixture({});
  expect(await testFixture({ old, new: now }, rules)).toEqual(['No markers']);
  const marked = makeFixture({ 3: `ok: ${rule}` }).new;
  expect(await testFixture({ old: now, new: marked }, rules)).toEqual(['Old and new code are equal']);
});

test('two words about one line are a fault', async () => {
  const { old, new: now } = makeFixture({ 3: `ruleid: ${rule} */\n\t/* ok: ${rule}` });
  expect(await testFixture({ old, new: now }, rules)).toEqual([`Contradicting markers: ${place}`]);
});
