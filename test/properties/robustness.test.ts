import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { makeTemporaryDirectory } from '../support/temporary.js';
import { checkTellings, type Outcome, type Sampling } from './check-tellings.js';
import { hasCorpus, readCorpusCases } from './corpus-cases.js';
import { fixtureCases } from './fixture-cases.js';
import { hashOf } from './hash.js';
import type { PropertyCase } from './property-case.js';

const scratch = makeTemporaryDirectory();

async function check(name: string, cases: readonly PropertyCase[], every: Sampling): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  mkdirSync(join(scratch, name));
  for await (const outcome of checkTellings(cases, join(scratch, name), every)) outcomes.push(outcome);
  return outcomes;
}

function faultsOf(outcomes: readonly Outcome[]): readonly string[] {
  return outcomes.flatMap(({ name, faults }) => faults.map(fault => `${name}: ${fault}`));
}

/** Some functions of the shared corpus, where it is at hand. */
function readSomeCorpusCases(): readonly PropertyCase[] {
  const directory = join(scratch, 'mirror');
  mkdirSync(directory);
  return hasCorpus ? readCorpusCases(directory, name => hashOf(name) % 25 === 0) : [];
}

// A sample: `.ci/run` takes a larger one, `node dist/test/properties/robustness.js` takes all. One run for both sets: half as many mirrors.
test('what is said of fixtures, and of functions of the shared corpus, does not hang on context, names, comments, line breaks or the way of the mail', async () => {
  const corpus = readSomeCorpusCases();
  expect(corpus.length).toBeGreaterThan(hasCorpus ? 5 : -1);
  const outcomes = await check('both', [...fixtureCases, ...corpus], it => (corpus.includes(it) ? 8 : 120));
  expect(faultsOf(outcomes)).toEqual([]);
  const least = fixtureCases.length / 2 + 5 * corpus.length;
  expect(outcomes.reduce((sum, { equal }) => sum + equal, 0)).toBeGreaterThan(least);
});

const kept = `static int tansy_fill(struct tansy *t, const void __user *from, size_t n)
{
	unsigned long left;
	char *to;

	pagefault_disable();
	tansy_begin(t);
	tansy_step(t, 1);
	tansy_step(t, 2);
	tansy_step(t, 3);
	to = kmap_atomic(t->page);
	left = __copy_from_user_inatomic(to, from, n);
	kunmap_atomic(to);
	tansy_step(t, 4);
	tansy_step(t, 5);
	tansy_step(t, 6);
	tansy_end(t);
	pagefault_enable();
	return left ? -EFAULT : 0;
}
`;

test('what only the whole file shows to be harmless is a fault in the tellings that hide it, and in no other', async () => {
  const path = 'tansy.c';
  const after = kept.replace('kmap_atomic', 'kmap_local_page').replace('kunmap_atomic', 'kunmap_local');
  const outcomes = await check(
    'kept',
    [{ name: 'kept', before: new Map([[path, kept]]), path, after, excused: [] }],
    () => 1,
  );
  const faulty = outcomes.filter(({ faults }) => faults.length > 0).map(({ name }) => name);
  expect(faulty).toContain('plain, U1, as sent');
  expect(faulty).not.toContain('plain, whole functions, as sent');
  expect(faultsOf(outcomes)[0]).toMatch(
    /kept: false alarm by the hunks alone: kmap\/lost-pagefault-disable tansy_fill new:11/,
  );
  expect(outcomes.filter(({ equal }) => equal !== 1)).toEqual([]);
});
