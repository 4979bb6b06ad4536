import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { applyPatch } from 'diff';
import type { Finding } from '../../src/domain/finding.js';
import { rules } from '../../src/rules/registry.js';
import { expectGolden } from '../support/golden.js';
import { readRepositoryFile, repository } from '../support/repository.js';
import { pairFixtures } from '../support/rule-fixtures.js';
import { codeOf, type Fixture, findingsOf } from '../support/rule-tester.js';
import { addCarriageReturns } from '../support/vary-code.js';

const remedied = ['kmap/lost-pagefault-disable', 'kmap/unmap-mismatch', 'kmap/unmap-order'];

const cases = readdirSync(join(repository, 'fixtures/remedies'))
  .filter(name => name.endsWith('.old.c'))
  .map(name => ({
    name: name.slice(0, -'.old.c'.length),
    old: readRepositoryFile(`fixtures/remedies/${name}`),
    new: readRepositoryFile(`fixtures/remedies/${name.replace('.old.c', '.c')}`),
  }));

// Read a difference as a maintainer would read the patch.
test.each(cases)('what is offered for $name', async fixture => {
  const findings = await findRemedied(fixture);
  expect(findings).not.toEqual([]);
  expectGolden(`remedies/${fixture.name}.diff`, findings.map(describeRemedy).join('\n'));
});

describe.each([
  ['the cases of the remedies', cases],
  ...remedied.map(id => [`the cases of ${id}`, pairFixtures.filter(fixture => fixture.ruleId === id)] as const),
])('remedies for %s', (_, fixtures) => {
  test.each([
    ['as they are', (fixture: Fixture) => fixture],
    ['with CR LF', addCarriageReturns],
  ])('apply, and nothing is left to say, %s', async (__, vary) => {
    for (const fixture of fixtures) {
      const varied = codeOf(vary(fixture), rules);
      const findings = await findAll(varied);
      const before = findings.map(outline);
      for (const { remedy } of findings.filter(isRemedied)) {
        if (!remedy) continue;
        const corrected = applyPatch(varied.new, remedy.diff, { autoConvertLineEndings: false });
        expect([fixture.name, corrected !== false]).toEqual([fixture.name, true]);
        const after = (await findAll({ ...varied, new: corrected || '' })).map(outline);
        expect([fixture.name, after.length < before.length]).toEqual([fixture.name, true]);
        expect([fixture.name, after.filter(line => !before.includes(line))]).toEqual([fixture.name, []]);
      }
    }
  });

  test('are the same by the hunks alone, or none', async () => {
    for (const fixture of fixtures) {
      const whole = await findRemedied(fixture);
      for (const { fingerprint, remedy } of await findingsOf(fixture, rules, 'hunk')) {
        const same = whole.find(finding => finding.fingerprint === fingerprint);
        if (same && remedy) expect([fixture.name, remedy.edits]).toEqual([fixture.name, same.remedy?.edits]);
      }
    }
  });
});

async function findRemedied(fixture: Fixture): Promise<readonly Finding[]> {
  return (await findAll(fixture)).filter(isRemedied);
}

async function findAll(fixture: Fixture): Promise<readonly Finding[]> {
  return fixture.old === fixture.new ? [] : findingsOf(fixture, rules, 'file');
}

function isRemedied({ ruleId }: Finding): boolean {
  return remedied.includes(ruleId);
}

function outline({ ruleId, location }: Finding): string {
  return `${ruleId} ${location.functionName} ${location.text}`;
}

function describeRemedy({ ruleId, location, remedy }: Finding): string {
  const head = `${ruleId}: ${location.text.trim()}`;
  return remedy ? `${head}\n${remedy.words}\n\n${remedy.diff}` : `${head}\nnone\n`;
}
