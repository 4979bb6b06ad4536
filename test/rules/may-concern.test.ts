import { expect, test } from '@jest/globals';
import { mayConcernRules } from '../../src/rules/may-concern.js';
import { rules } from '../../src/rules/registry.js';
import { printGitDiff } from '../support/print-diff.js';
import { pairFixtures } from '../support/rule-fixtures.js';
import { markersOf } from '../support/rule-tester.js';
import { makePatch, patchOf } from '../tree/make-patch.js';

test('every function in which a rule reports something has a word of what the rules are about', () => {
  const reported = pairFixtures.filter(fixture => markersOf(fixture, rules).some(({ word }) => /ruleid$/.test(word)));
  expect(reported.length).toBeGreaterThan(100);
  const silent = reported.filter(fixture => {
    const diffs = [fixture, ...Object.values(fixture.others ?? {})].map((file, index) =>
      printGitDiff(`${index}.c`, withoutComments(file.old), withoutComments(file.new), 1_000),
    );
    return !mayConcernRules(patchOf(1, diffs.join('')));
  });
  expect(silent.map(({ ruleId, name }) => `${ruleId}/${name}`)).toEqual([]);
});

test.each([
  ['a mapping', 'p = kmap_local_page(page);', true],
  ['a wrapper of a mapping', 'p = tansy_kmap_atomic_first(t);', true],
  ['a guard', 'scoped_guard(pagefault)', true],
  ['a flag', 'flags |= SG_MITER_ATOMIC;', true],
  ['a function that speaks of page faults', 'tansy_faults_off(t);', true],
  ['nothing of the kind', 'copy_from_user(to, from, n);', false],
])('%s', (_, line, expected) => {
  expect(mayConcernRules(makePatch(1, [{ path: 'a.c', before: 'x\n', after: `x\n${line}\n` }]))).toBe(expected);
});

/** Markers and captions name what the code need not. */
function withoutComments(code: string): string {
  return code.replace(/\/\*.*?\*\//g, '');
}
