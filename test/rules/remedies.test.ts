import { describe, expect, test } from '@jest/globals';
import { applyPatch } from 'diff';
import type { Finding } from '../../src/domain/finding.js';
import { rules } from '../../src/rules/registry.js';
import { expectGolden } from '../support/golden.js';
import { pairFixtures } from '../support/rule-fixtures.js';
import { codeOf, type Fixture, findingsOf } from '../support/rule-tester.js';
import { addCarriageReturns } from '../support/vary-code.js';

const remedied = ['kmap/lost-pagefault-disable', 'kmap/unmap-mismatch', 'kmap/unmap-order'];

// Each golden is what a person is offered for the mistakes of the fixtures: read it as a maintainer would.
describe.each(remedied)('the remedies of %s', id => {
  const own = pairFixtures.filter(fixture => fixture.ruleId === id);

  test('read well', async () => {
    const parts: string[] = [];
    for (const fixture of own) {
      for (const finding of await ownFindings(id, fixture)) parts.push(describeRemedy(fixture.name, finding));
    }
    expectGolden(`remedies/${id.replace('/', '-')}.txt`, parts.join('\n'));
  });

  test.each([
    ['as they are', (fixture: Fixture) => fixture],
    ['with CR LF', addCarriageReturns],
  ])('apply, and nothing is left to say, %s', async (_, vary) => {
    for (const fixture of own) {
      const varied = codeOf(vary(fixture), rules);
      const before = await outlineOf(varied);
      for (const { ruleId, remedy } of await findingsOf(varied, rules, 'file')) {
        if (ruleId !== id || !remedy) continue;
        const corrected = applyPatch(varied.new, remedy.diff, { autoConvertLineEndings: false });
        expect([fixture.name, corrected !== false]).toEqual([fixture.name, true]);
        const after = await outlineOf({ ...varied, new: corrected || '' });
        expect([fixture.name, after.length < before.length]).toEqual([fixture.name, true]);
        expect([fixture.name, after.filter(line => !before.includes(line))]).toEqual([fixture.name, []]);
      }
    }
  });

  test('with the hunks alone are the same, or none', async () => {
    for (const fixture of own) {
      const findings = await ownFindings(id, fixture);
      const whole = findings.map(finding => finding.remedy?.edits);
      const shown = await findingsOf(fixture, rules, 'hunk');
      const others = shown
        .filter(finding => finding.remedy && findings.some(other => other.fingerprint === finding.fingerprint))
        .map(({ remedy }) => remedy?.edits);
      expect([fixture.name, others.filter(edits => !whole.some(each => isEqual(each, edits)))]).toEqual([
        fixture.name,
        [],
      ]);
    }
  });
});

async function ownFindings(id: string, fixture: Fixture): Promise<readonly Finding[]> {
  const findings = await findingsOf(fixture, rules, 'file');
  return findings.filter(finding => finding.ruleId === id);
}

async function outlineOf(fixture: Fixture): Promise<readonly string[]> {
  if (fixture.old === fixture.new) return [];
  const findings = await findingsOf(fixture, rules, 'file');
  return findings.map(({ ruleId, location }) => `${ruleId} ${location.functionName} ${location.text}`);
}

function describeRemedy(name: string, { location, remedy }: Finding): string {
  const head = `== ${name}: ${location.text.trim()}`;
  return remedy ? `${head}\n${remedy.words}\n${remedy.diff}` : `${head}\nnone\n`;
}

function isEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
