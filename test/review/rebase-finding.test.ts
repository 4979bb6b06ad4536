import { expect, test } from '@jest/globals';
import { canRebase, rebaseFinding, rebaseLine } from '../../src/review/rebase-finding.js';
import { reviewSeries } from '../../src/review/review-series.js';
import { makePullSeries } from '../../src/series/pull-series.js';
import { makeCommits } from '../support/commit-patches.js';
import { MemoryTree } from '../support/memory-tree.js';
import { writeShelves } from '../support/shelves.js';
import { larder } from '../support/story.js';

const pull = { title: larder.title, baseSha: '0'.repeat(40), headSha: '1'.repeat(40), commitCount: 1 };
const above = '/* Five lines that the base got meanwhile. */\n'.repeat(5);

function seriesOn(head: string) {
  return seriesOf(head + larder.before, head + larder.converted);
}

function seriesOf(before: string, after: string) {
  return makePullSeries(pull, makeCommits([{ [larder.path]: before }, { [larder.path]: after }])).series;
}

test('what is found on one base is told on another as it would be found there', async () => {
  const [here, there] = [seriesOn(''), seriesOn(above)];
  expect(here.patches[0]?.patchId).toBe(there.patches[0]?.patchId);
  const review = async (series: typeof here, text: string) => {
    const { findings } = await reviewSeries(series, {
      tree: new MemoryTree({ base: { [larder.path]: text } }),
      base: 'base',
      remarks: [],
    });
    return findings;
  };
  const [found] = await review(here, larder.before);
  const [expected] = await review(there, above + larder.before);
  const [before, after] = [here.patches[0], there.patches[0]];
  if (!found || !before || !after) throw new Error('nothing was found');
  expect(expected?.remedy).toBeDefined();
  expect(rebaseFinding(found, before, after)).toEqual(expected);
});

test('a line outside of all hunks moves with the hunk above it, one above all of them stays', () => {
  const [before, after] = [seriesOn('').patches[0], seriesOn(above).patches[0]];
  if (!before || !after) throw new Error('no patches');
  expect(rebaseLine({ path: larder.path, side: 'new', line: 25 }, before, after)).toBe(30);
  expect(rebaseLine({ path: larder.path, side: 'new', line: 2 }, before, after)).toBe(2);
  expect(rebaseLine({ path: 'mm/other.c', side: 'new', line: 25 }, before, after)).toBe(25);
});

test('a line outside of all hunks can only be told on another base where that has the same file', async () => {
  const options = { linesApart: 8 };
  const [text, changed] = (['atomic', 'converted'] as const).map(state => writeShelves({ top: state }, options));
  if (text === undefined || changed === undefined) throw new Error('no shelves');
  const longer = (code: string): string => code.replace('\t/* 6 */', '\t/* 5 and a half */\n\t/* 6 */');
  const [before, same, after] = [
    seriesOf(text, changed),
    seriesOf(text, changed),
    seriesOf(longer(text), longer(changed)),
  ];
  const { findings } = await reviewSeries(before, {
    tree: new MemoryTree({ base: { [larder.path]: text } }),
    base: 'base',
    remarks: [],
  });
  const [finding] = findings.filter(each => each.ruleId === 'kmap/lost-pagefault-disable');
  const [from, equal, to] = [before.patches[0], same.patches[0], after.patches[0]];
  if (!finding || !from || !equal || !to) throw new Error('nothing was found');
  expect(from.patchId).toBe(to.patchId);
  expect(canRebase(finding, from, equal)).toBe(true);
  expect(canRebase(finding, from, to)).toBe(false);
});
