import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type FaultCase, nameOf } from '../../support/faults/fault-cases.js';
import { endSpareProcess } from '../../support/faults/killable-app.js';
import { disturb, findTruths, type Truths } from '../../support/faults/tell-story.js';
import { makeRandom } from '../../support/random.js';

// A sample; ../../properties/exactly-once.js tries every way.
const draw = makeRandom(5);
const review = 2;
const sample: readonly FaultCase[] = [
  { kind: 'write', index: review, fault: '502 after' },
  { kind: 'kill', index: draw(50), phase: 'after' },
  { kind: 'commit', index: draw(120) },
  { kind: 'webhooks', way: 'dropped', seed: 0 },
];

let truths: Truths;
beforeAll(async () => {
  truths = await findTruths();
}, 300_000);
afterAll(endSpareProcess);

test('the story leaves one of each post, and each as it was changed last', () => {
  const [repository] = truths.plain;
  expect(
    repository?.issues.map(({ pull, title, isOpen }) => `${pull === undefined ? title : 'pull'} ${isOpen}`),
  ).toEqual(['mm: larder: use kmap_local_page() to fill shelves false', 'pull true', 'pull true']);
  const [issue] = repository?.issues ?? [];
  expect(issue?.body).toContain('**Closed.** Applied as');
  expect(issue?.comments).toHaveLength(1);
  const reviews = (repository?.issues ?? []).flatMap(({ pull }) => pull?.reviews ?? []);
  expect(reviews.map(({ comments }) => comments.map(({ body }) => /^\*\*\w+\*\*/m.exec(body)?.[0]))).toEqual([
    ['**Dismissed**', '**Fixed**'],
  ]);
  const titles = repository?.checkRuns.map(({ title }) => title ?? '');
  expect(titles?.sort()).toEqual([
    expect.stringMatching(/^1 /),
    'nothing found',
    expect.stringMatching(/^nothing found/),
  ]);
});

test.each(sample.map(each => [nameOf(each), each] as const))(
  'the same stands there: %s',
  async (_, each) => {
    expect(await disturb(each, truths)).toEqual({ harm: undefined, isDisturbed: true });
  },
  120_000,
);
