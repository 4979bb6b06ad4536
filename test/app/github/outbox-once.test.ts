import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DeliveryPlan } from '../../../src/domain/delivery.js';
import { GitHubRefusal } from '../../../src/reporters/github/github-client.js';
import { Store } from '../../../src/store/store.js';
import { contents, OutboxBench, planOf } from '../../support/outbox-bench.js';
import { makeTemporaryDirectory } from '../../support/temporary.js';

const root = makeTemporaryDirectory();
let store: Store;
beforeAll(async () => {
  store = await Store.open(join(root, 'store'), { mayMake: true });
});
afterAll(() => store.close());

const lineOutside = 99;

/** All that is posted of a pull request and of a series, and then of a new version of each. */
function chapters(lines: readonly (number | undefined)[]): readonly (readonly DeliveryPlan[])[] {
  const onReview = { parent: 'review' };
  const onIssue = { parent: 'issue' };
  return [
    [
      planOf('check', contents.check(60)),
      planOf('review', contents.review()),
      ...lines.map((line, index) => planOf(`finding${index}`, contents.comment(line), onReview)),
      planOf('issue', contents.issue()),
      planOf('news', contents.issueComment('it changed'), onIssue),
      planOf('older news', contents.issueComment('and changed again'), onIssue),
      planOf('reaction', contents.reaction()),
      planOf('answer', contents.issueComment('done', 7)),
    ],
    [
      planOf('check', contents.check(60, 'one is fixed')),
      planOf('review', contents.review('one is fixed')),
      planOf('finding0', contents.comment(lines[0], 'fixed'), onReview),
      planOf('late', contents.comment(3, 'new'), onReview),
      planOf('issue', contents.issue('fixed', ['list', 'fixed'], false)),
      planOf('news', contents.issueComment('it changed again'), onIssue),
    ],
    // Other annotations: another run.
    [planOf('check', contents.check(2, 'two are left', 'other'))],
  ];
}

const stories = [
  { title: 'every line in the diff', lines: [1, 2] },
  { title: 'a line outside, and a file', lines: [1, lineOutside, undefined] },
];

async function tell(lines: readonly (number | undefined)[], prepare: (bench: OutboxBench) => void) {
  const bench = await OutboxBench.make(store.db);
  bench.github.isInDiff = (_, line) => line !== lineOutside;
  prepare(bench);
  for (const plans of chapters(lines)) {
    await bench.plan(...plans);
    await bench.drain();
    bench.pass(1_000);
  }
  return bench;
}

async function rowsOf() {
  const rows = await store.db
    .selectFrom('delivery')
    .select(['key', 'state', 'digest', 'sent_digest'])
    .orderBy('key')
    .execute();
  return rows.map(({ key, state, digest, sent_digest }) => `${key} ${state} ${digest === sent_digest}`);
}

describe.each(stories)('with $title', ({ lines }) => {
  test('all stands as it was planned last', async () => {
    const bench = await tell(lines, () => undefined);
    expect(bench.github.reviews).toHaveLength(1);
    expect(bench.github.comments).toHaveLength(lines.length + 1);
    expect(bench.github.issues).toMatchObject([{ state: 'closed', labels: ['list', 'fixed'] }]);
    expect(bench.github.checkRuns).toMatchObject([
      { output: { annotations_count: 60, summary: 'one is fixed' } },
      { output: { annotations_count: 2, summary: 'two are left' } },
    ]);
    expect((await rowsOf()).filter(row => !row.endsWith(' sent true'))).toEqual([]);
  });

  test('an answer 502 to any one write, behind its effect or before it, changes nothing of that', async () => {
    const plain = await tell(lines, () => undefined);
    const wanted = plain.github.seen();
    const rows = await rowsOf();
    for (const when of ['before', 'after'] as const)
      for (let index = 0; index < plain.github.writes.length; index += 1) {
        const { github } = await tell(lines, bench => {
          let seen = 0;
          bench.github.fault = (route, at) => {
            if (route.startsWith('GET') || at !== when) return;
            seen += 1;
            if (seen === index + 1) throw new GitHubRefusal('doubtful', 'Server Error', { status: 502 });
          };
        });
        expect({ when, index, seen: github.seen(), rows: await rowsOf() }).toEqual({ when, index, seen: wanted, rows });
      }
  });

  test('no answer to any one reading changes anything of that', async () => {
    const plain = await tell(lines, () => undefined);
    const wanted = plain.github.seen();
    const readings = plain.github.asked.length - plain.github.writes.length;
    for (let index = 0; index < readings; index += 1) {
      const { github } = await tell(lines, bench => {
        let seen = 0;
        bench.github.fault = (route, at) => {
          if (!route.startsWith('GET') || at !== 'before') return;
          seen += 1;
          if (seen === index + 1) throw new GitHubRefusal('doubtful', 'no answer from GitHub');
        };
      });
      expect({ index, seen: github.seen() }).toEqual({ index, seen: wanted });
    }
  });

  test('an end of the process between any two steps changes nothing of that', async () => {
    const plain = await tell(lines, () => undefined);
    const wanted = plain.github.seen();
    const rows = await rowsOf();
    for (let step = 0; step < plain.steps; step += 1) {
      const { github } = await tell(lines, bench => {
        bench.stepsLeft = step;
      });
      expect({ step, seen: github.seen(), rows: await rowsOf() }).toEqual({ step, seen: wanted, rows });
    }
  });

  test('a secondary limit at any one write changes nothing of that', async () => {
    const plain = await tell(lines, () => undefined);
    const wanted = plain.github.seen();
    for (let index = 0; index < plain.github.writes.length; index += 1) {
      const bench = await tell(lines, ({ github }) => {
        let seen = 0;
        github.fault = (route, at) => {
          if (route.startsWith('GET') || at !== 'before') return;
          seen += 1;
          if (seen === index + 1) throw new GitHubRefusal('rate-limited', 'You have exceeded a secondary rate limit');
        };
      });
      expect({ index, seen: bench.github.seen() }).toEqual({ index, seen: wanted });
    }
  });
});
