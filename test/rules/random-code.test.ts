import { expect, test } from '@jest/globals';
import { limits } from '../../src/domain/limits.js';
import { checkSource } from '../../src/rules/check-source.js';
import { PatchContext } from '../../src/rules/patch-context.js';
import { rules } from '../../src/rules/registry.js';
import { makeSourceStack } from '../../src/tree/load-sources.js';
import { MemoryTree } from '../support/memory-tree.js';
import { printGitDiff } from '../support/print-diff.js';
import { makeRandom } from '../support/random.js';
import { pairFixtures } from '../support/rule-fixtures.js';
import { patchOf } from '../tree/make-patch.js';

/** Takes some lines out of a text, doubles others and puts others in another place. */
function damage(text: string, random: (limit: number) => number): string {
  const lines = text.split('\n');
  for (let count = 1 + random(6); count > 0; count -= 1) {
    const moved = lines.splice(random(lines.length), random(3));
    if (random(3) > 0) lines.splice(random(lines.length), 0, ...moved, ...moved.slice(random(3)));
  }
  return lines.join('\n');
}

test('code that no compiler takes is checked all the same, and what is found stands on changed lines', async () => {
  const random = makeRandom(42);
  for (const fixture of pairFixtures) {
    const [before, after] = [damage(fixture.old, random), damage(fixture.new, random)];
    const patch = patchOf(1, printGitDiff('a.c', before, after, 3));
    for (const tree of [undefined, new MemoryTree({ base: { 'a.c': before } })]) {
      const { pairs } = await makeSourceStack(tree).apply(patch);
      const findings = pairs.flatMap(pair => checkSource(pair, rules, new PatchContext(patch)).findings);
      const changed = patch.files
        .flatMap(file => file.hunks.flatMap(hunk => hunk.lines))
        .filter(line => line.kind !== 'context');
      const strays = findings.filter(
        ({ location }) =>
          !changed.some(line => (location.side === 'old' ? line.oldLine : line.newLine) === location.line),
      );
      expect([fixture.name, strays]).toEqual([fixture.name, []]);
      expect(new Set(findings.map(finding => finding.fingerprint)).size).toBe(findings.length);
    }
  }
});

test('a function with more paths than are walked is said to be unchecked, and nothing is claimed of it', async () => {
  const branches = Array.from(
    { length: limits.pathConditionsMax + 1 },
    (_, i) => `\tif (c${i})\n\t\tp = kmap_atomic(page);`,
  );
  const head = 'void f(struct page *page)\n{\n';
  const body = (map: string): string =>
    `${head}${branches.join('\n')}\n\tp = ${map}(page);\n\tcopy_from_user(p, q, 8);\n\tkunmap_atomic(p);\n}\n`;
  const patch = patchOf(1, printGitDiff('a.c', body('kmap_atomic'), body('kmap_local_page'), 3));
  const { pairs } = await makeSourceStack(new MemoryTree({ base: { 'a.c': body('kmap_atomic') } })).apply(patch);
  const checks = pairs.map(pair => checkSource(pair, rules, new PatchContext(patch)));
  expect(checks).toEqual([{ findings: [], withheld: [], notChecked: ['f: too many paths to be followed'] }]);
});

test('a function that calls itself is said not to have been followed to the end', async () => {
  const code = (map: string): string =>
    `static void dig(struct page *page, int depth)
{
	void *p = ${map}(page);

	if (depth)
		dig(page + 1, depth - 1);
	k${map === 'kmap_atomic' ? 'unmap_atomic' : 'unmap_local'}(p);
}
`;
  const patch = patchOf(1, printGitDiff('a.c', code('kmap_atomic'), code('kmap_local_page'), 3));
  const { pairs } = await makeSourceStack(new MemoryTree({ base: { 'a.c': code('kmap_atomic') } })).apply(patch);
  expect(pairs.map(pair => checkSource(pair, rules, new PatchContext(patch)).notChecked)).toEqual([
    ['dig: dig() was not followed to the end: it calls itself, or too deeply'],
  ]);
});
