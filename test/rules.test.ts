import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { reviewMails } from '../src/app/review-mails.js';
import { groupBy } from '../src/domain/group-by.js';
import { rules } from '../src/rules/registry.js';
import type { Rule } from '../src/rules/rule.js';
import { deepFreeze } from './support/deep-freeze.js';
import { repository } from './support/repository.js';
import { mailFixtures, pairFixtures, strayFiles } from './support/rule-fixtures.js';
import { type Fixture, findingsOf, markersOf, testFixture } from './support/rule-tester.js';
import { addCarriageReturns, insertNoise, rename, renameIdentifiers } from './support/vary-code.js';

const ruleIds = rules.map(rule => rule.id);

describe('the registry', () => {
  test('is frozen, and so is every rule', () => {
    expect([rules, ...rules].filter(each => !Object.isFrozen(each))).toEqual([]);
  });

  test('has each id once', () => {
    expect(ruleIds).toEqual([...new Set(ruleIds)]);
  });
});

describe.each(rules.map(rule => [rule.id, rule] as const))('%s', (id, rule) => {
  const own = pairFixtures.filter(fixture => fixture.ruleId === id);

  test('says all that a rule says about itself', () => {
    expect(findSilences(rule)).toEqual([]);
  });

  test('has a fixture in which it reports, and a near miss', () => {
    const words = own.flatMap(fixture => markersOf(fixture, rules)).filter(marker => marker.ruleId === id);
    expect(words.map(marker => marker.word)).toEqual(expect.arrayContaining(['ruleid', 'ok']));
  });

  test.each(own)('$name', async fixture => {
    expect(await testFixture(fixture, rules)).toEqual([]);
  });

  test('says the same of its fixtures when names change, lines move, or lines end in CR LF', async () => {
    for (const fixture of own) {
      const said = await plainOutlineOf(fixture);
      const others = [insertNoise(fixture), addCarriageReturns(fixture), renameIdentifiers(fixture)];
      const [noisy, carried, renamed] = await Promise.all(others.map(other => outlineOf(other)));
      expect([fixture.name, noisy, carried]).toEqual([fixture.name, said, said]);
      expect([fixture.name, renamed]).toEqual([fixture.name, said.map(renameFunction)]);
    }
  });
});

test('no rule changes what it is given, nor what another rule is given', async () => {
  const frozen = new WeakSet<object>();
  const careful = rules.map(rule => ({
    ...rule,
    check: (pair: Parameters<Rule['check']>[0]) => rule.check(deepFreeze(pair, frozen)),
  }));
  for (const fixture of pairFixtures) {
    const said = await plainOutlineOf(fixture);
    expect(await outlineOf(fixture, careful)).toEqual(said);
    expect((await outlineOf(fixture, rules.toReversed())).toSorted()).toEqual(said.toSorted());
  }
});

describe('what a mail of git format-patch is told by its hunks alone', () => {
  test.each(mailFixtures)('$ruleId/$name', async ({ path, expected }) => {
    const { run } = await reviewMails({ paths: [path] }, () => {});
    const findings = run.reviews.flatMap(review => review.findings);
    expect(
      findings.map(({ ruleId, location }) => `${ruleId} ${location.path}:${location.line} ${location.functionName}`),
    ).toEqual(expected);
    expect([...run.problems, ...run.reviews.flatMap(review => review.problems)]).toEqual([]);
  });
});

describe('the fixtures', () => {
  test('lie in the folders of registered rules, in pairs', () => {
    expect(strayFiles).toEqual([]);
    expect(foldersOf('fixtures/rules').filter(folder => !ruleIds.includes(folder))).toEqual([]);
  });

  test('are no two alike', () => {
    const byCode = groupBy(pairFixtures, ({ old, new: now, others }) =>
      squeezeCode(JSON.stringify([old, now, others])),
    );
    const doubles = [...byCode.values()].filter(alike => alike.length > 1);
    expect(doubles.map(alike => alike.map(({ name }) => name))).toEqual([]);
  });

  test('say in their first line what they show', () => {
    const silent = pairFixtures.filter(fixture => !/^\/\* [^*]{15,} \*\/$/.test(fixture.new.split('\n')[0] ?? ''));
    expect(silent.map(({ name }) => name)).toEqual([]);
  });
});

/** The fields of a rule's description in which nothing stands. */
function findSilences(rule: Rule): readonly string[] {
  const { id, summary, why, remedy, staysSilentWhen, mayBeWrongWhen, references } = rule;
  const lists = { staysSilentWhen, mayBeWrongWhen, references };
  const texts = { id, summary, why, remedy, ...rule.severity, ...rule.confidence };
  return [
    ...Object.entries(lists).filter(([, list]) => list.length === 0 || list.some(text => text.trim() === '')),
    ...Object.entries(texts).filter(([, text]) => text.trim() === ''),
  ].map(([field]) => field);
}

/** What is reported with the whole file at hand: `rule function`. */
async function outlineOf(fixture: Fixture, checks: readonly Rule[] = rules): Promise<readonly string[]> {
  const findings = await findingsOf(fixture, checks, 'file');
  return findings.map(({ ruleId, location }) => `${ruleId} ${location.functionName}`);
}

const plainOutlines = new Map<Fixture, Promise<readonly string[]>>();

/** The same of a fixture as it is, which is what several tests hold others against. */
function plainOutlineOf(fixture: Fixture): Promise<readonly string[]> {
  const outline = plainOutlines.get(fixture) ?? outlineOf(fixture);
  plainOutlines.set(fixture, outline);
  return outline;
}

function renameFunction(line: string): string {
  const [rule = '', name = ''] = line.split(' ');
  return `${rule} ${rename(name)}`;
}

/** The folders, two levels down, that hold files: `kmap/unmap-order`. */
function foldersOf(root: string): readonly string[] {
  const families = readdirSync(join(repository, root), { withFileTypes: true }).filter(entry => entry.isDirectory());
  return families.flatMap(({ name }) => readdirSync(join(repository, root, name)).map(rule => `${name}/${rule}`));
}

/** Code without comments, white space and the numbers in its names. */
function squeezeCode(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\s+|\\[nt]/g, '');
}
