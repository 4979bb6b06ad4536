import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Message } from '../../src/domain/message.js';
import type { SeriesView } from '../../src/domain/series-view.js';
import { columnsOf } from '../../src/render/layout.js';
import { renderSeriesRow, renderSeriesRowLine } from '../../src/render/series-row.js';
import { renderShow, renderShowJson } from '../../src/render/show.js';
import { patch as patchMail, reply } from '../series/make-thread.js';
import { expectGolden } from '../support/golden.js';
import { readOne } from '../support/mails.js';
import { repository } from '../support/repository.js';
import { rowOf, viewsOf } from './make-view.js';
import { flagship } from './runs/flagship.js';
import { contextOf } from './runs/scenarios.js';

const folder = join(repository, 'fixtures/triage/pantry');
const now = Date.UTC(2025, 2, 12, 8);
let messages: readonly Message[] = [];
let views: readonly SeriesView[] = [];

beforeAll(async () => {
  messages = await Promise.all(
    readdirSync(folder)
      .sort()
      .map(file => readOne(join(folder, file))),
  );
  views = viewsOf(messages, now);
});

/** One of the views, with the findings of a run in which a guarantee is lost. */
function withFindings(view: SeriesView): SeriesView {
  const [first] = flagship().run.reviews;
  const findings = (first?.findings ?? []).map(each => ({
    ...each,
    messageId: view.review.series.patches[1]?.messageId ?? '',
  }));
  return { ...view, review: { ...view.review, findings } };
}

describe('one series', () => {
  test('reads well in a terminal', () => {
    const shown = views.map(view => renderShow(view, { ...contextOf(messages), color: false, width: 100 }));
    expectGolden('triage/pantry.show.txt', shown.join('\n========\n\n'));
  });

  test('reads well in a narrow terminal with colours, and with findings', () => {
    const view = views.map(withFindings).at(-1);
    expect(view).toBeDefined();
    if (view === undefined) return;
    expectGolden('triage/pantry.show-60.ansi', renderShow(view, { ...contextOf(messages), color: true, width: 60 }));
  });

  test('is JSON', () => {
    const json = views.map(renderShowJson);
    expectGolden('triage/pantry.show.json', json.join(''));
    expect(json.map(text => JSON.parse(text).triage.verdict.stage)).toEqual(['superseded', 'reviewed']);
  });

  test('says that nobody has judged it yet, and when it went stale', () => {
    const later = viewsOf(messages, Date.UTC(2025, 8, 12));
    const shown = later.map(view =>
      renderShow({ ...view, isJudged: false }, { ...contextOf(messages), color: false, width: 100 }),
    );
    expect(shown[1]).toContain('\n  no rule has looked at it yet\n');
    expect(shown[1]).toContain('  stale, was reviewed: no word from anybody for 184 days\n');
  });
});

describe('a list of series', () => {
  test.each([100, 60])('has a line for each in a terminal of %i columns', width => {
    const lines = views.map(view => renderSeriesRow(rowOf(view), { color: false, width }, now));
    expectGolden(`triage/pantry.series-${width}.txt`, lines.join(''));
    expect(lines.filter(line => columnsOf(line.trimEnd()) > width)).toEqual([]);
  });

  test('is NDJSON', () => {
    expectGolden('triage/pantry.series.ndjson', views.map(view => `${renderSeriesRowLine(rowOf(view))}\n`).join(''));
  });
});

describe('text of strangers', () => {
  const evil = '\u001b[2J\u202eevil\u0007';
  const hostile = [
    { ...patchMail('a', `[PATCH] ${evil}`), from: { name: evil, email: `${evil}@x` }, listIds: [evil] },
    { ...reply('r', 'a', `Applied to for-next, ${evil}.\n`), from: { name: evil, email: 'b@x' }, subject: evil },
    reply('s', 'r', `NAK ${evil}\nReviewed-by: ${evil} <ada@example.org>\n`, 200),
  ];

  test('steers no terminal, whatever the width', () => {
    for (const width of [40, 80, 200]) {
      for (const view of viewsOf(hostile, now)) {
        const screen = { ...contextOf(hostile), color: false, width };
        expect(renderShow(view, screen)).toMatch(/^[^\p{Cc}\p{Cf}]*$/mu);
        for (const line of [
          ...renderShow(view, screen).split('\n'),
          renderSeriesRow(rowOf(view), screen, now).trimEnd(),
        ]) {
          expect(line).toMatch(/^[^\p{Cc}\p{Cf}]*$/u);
        }
        for (const json of [renderShowJson(view), renderSeriesRowLine(rowOf(view))]) {
          expect(json.replaceAll('\n', '')).toMatch(/^[^\p{Cc}\p{Cf}]*$/u);
        }
      }
    }
  });

  test('has any number for a date', () => {
    const [view] = viewsOf([{ ...patchMail('a', '[PATCH] a'), sentAt: -9e300 }], now);
    expect(view && renderShow(view, { ...contextOf(hostile), color: false, width: 80 })).toContain('since no date');
  });
});
