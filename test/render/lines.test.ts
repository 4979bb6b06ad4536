import { describe, expect, test } from '@jest/globals';
import { renderRemarkLine, renderSeriesLine } from '../../src/render/lines.js';
import { renderRemarkText } from '../../src/render/remark-text.js';
import { renderSeriesText } from '../../src/render/series-text.js';
import { expectGolden } from '../support/golden.js';
import { flagship } from './runs/flagship.js';
import { hostile } from './runs/hostile.js';
import { hunkOnly } from './runs/hunk-only.js';

const reviews = [flagship, hunkOnly, hostile].flatMap(make => make().run.reviews);
const allSeries = reviews.map(review => review.series);
const remarks = reviews.flatMap(review => review.remarks);

describe('a series', () => {
  test('is one line of JSON for `threads`', () => {
    const text = allSeries.map(each => `${renderSeriesLine(each)}\n`).join('');
    expectGolden('reviews/threads.ndjson', text);
    expect(text.trimEnd().split('\n')).toHaveLength(allSeries.length);
  });

  test('leaves out what is not known', () => {
    const [, one] = allSeries;
    const value = JSON.parse(one === undefined ? '' : renderSeriesLine(one));
    expect(value).not.toHaveProperty('coverId');
    expect(value).not.toHaveProperty('predecessorId');
    expect(value.missing).toEqual([2]);
  });

  test('reads well in a terminal', () => {
    expectGolden(
      'reviews/threads.txt',
      allSeries.map(each => renderSeriesText(each, { color: false, width: 100 })).join(''),
    );
  });
});

describe('a block of own text in a reply', () => {
  test('is one line of JSON for `replies`', () => {
    expectGolden('reviews/replies.ndjson', remarks.map(each => `${renderRemarkLine(each)}\n`).join(''));
  });

  test('reads well in a terminal', () => {
    expectGolden(
      'reviews/replies.txt',
      remarks.map(each => renderRemarkText(each, { color: false, width: 100 })).join(''),
    );
  });
});
