import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { assemble } from '../../src/app/pipeline.js';
import { renderRun } from '../../src/app/render-run.js';
import type { Review } from '../../src/domain/review.js';
import type { RenderContext } from '../../src/render/context.js';
import { reviewSeries } from '../../src/review/review-series.js';
import { rules } from '../../src/rules/registry.js';
import type { Tree } from '../../src/tree/tree.js';
import { expectGolden } from '../support/golden.js';
import { MemoryTree } from '../support/memory-tree.js';
import { repository } from '../support/repository.js';

const root = join(repository, 'fixtures/endings');
const names = readdirSync(root, { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(entry => entry.name);

describe('what is said of a series as a whole', () => {
  test.each(names)('%s', async name => {
    const whole = await reviewFixture(name, new MemoryTree({ base: readBase(name) }));
    const shown = await reviewFixture(name, undefined);
    const lines = ['With the code before the series:', ...outline(whole), 'By the hunks alone:', ...outline(shown)];
    expectGolden(join('endings', name, 'expected.txt'), `${lines.join('\n')}\n`);
  });
});

test.each(['terminal', 'markdown', 'email', 'sarif'] as const)('a bisection note in the form %s', async format => {
  const name = 'closed-by-a-later-patch';
  const review = await reviewFixture(name, new MemoryTree({ base: readBase(name) }));
  const { messages } = await assemble({ paths: [join(root, name, 'series.mbox')] }, () => {});
  const counts = { mails: 3, series: 1, patches: 3, findings: 1, withheld: 0, notChecked: 0, problems: 0 };
  const context: RenderContext = { rules, messageOf: id => messages.find(message => message.id === id) };
  const reviewed = { run: { reviews: [review], problems: [], counts }, context };
  const text = renderRun(reviewed, format, { color: false, width: 100 });
  if (format !== 'sarif') return expectGolden(join('endings', name, `${format}.txt`), text);
  const [result] = JSON.parse(text).runs[0].results;
  expect([result.level, result.properties.closedBy, result.message.text.slice(-71)]).toEqual([
    'note',
    3,
    'Opened here, closed by patch 3/3: between them a bisection lands in it.',
  ]);
});

async function reviewFixture(name: string, tree: Tree | undefined): Promise<Review> {
  const { threads } = await assemble({ paths: [join(root, name, 'series.mbox')] }, () => {});
  const [series, ...others] = threads.flatMap(thread => thread.series);
  if (series === undefined || others.length > 0) throw new Error('the mails of the fixture are not one series');
  return reviewSeries(series, { tree, remarks: [] });
}

function readBase(name: string): Readonly<Record<string, string>> {
  const base = join(root, name, 'base');
  const files = readdirSync(base, { recursive: true, withFileTypes: true }).filter(each => each.isFile());
  const paths = files.map(each => join(each.parentPath, each.name));
  return Object.fromEntries(paths.map(path => [relative(base, path), readFileSync(path, 'utf8')]));
}

function outline({ findings, withheld, problems }: Review): readonly string[] {
  const lines = [
    ...findings.map(({ patchNumber, severity, ruleId, location, closedBy }) => {
      const ending = closedBy === undefined ? '' : `, closed by ${closedBy}`;
      return `  ${patchNumber}: ${severity} ${ruleId} in ${location.functionName}${ending}`;
    }),
    ...withheld.map(({ finding, reason }) => `  ${finding.patchNumber}: withheld ${finding.ruleId}: ${reason}`),
    ...problems.map(({ code }) => `  problem: ${code}`),
  ];
  return lines.length === 0 ? ['  nothing'] : lines;
}
