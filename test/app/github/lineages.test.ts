import { expect, test } from '@jest/globals';
import { lineagesOf } from '../../../src/app/github/lineages.js';
import type { Series } from '../../../src/domain/series.js';

function series(id: string, version: number, predecessorId?: string): Series {
  return {
    id,
    version,
    predecessorId,
    threadRootId: id,
    total: 1,
    title: 'x',
    author: { name: 'Ada', email: 'ada@example.com' },
    patches: [],
    missing: [],
    state: 'complete',
    isResend: false,
    isRfc: false,
    trailers: [],
    problems: [],
  };
}

function idsOf(all: readonly Series[]): readonly (readonly string[])[] {
  return lineagesOf(all).map(lineage => lineage.map(({ id }) => id));
}

test('versions stand together, the oldest first, whatever order they came in', () => {
  const [one, two, three, other] = [series('a', 1), series('b', 2, 'a'), series('c', 3, 'b'), series('z', 1)];
  expect(idsOf([one, two, three, other])).toEqual([['a', 'b', 'c'], ['z']]);
  expect(idsOf([three, other, one, two])).toEqual([['a', 'b', 'c'], ['z']]);
});

test('two that follow the same version are of its lineage, and a version that was not seen parts nothing', () => {
  expect(idsOf([series('a', 1), series('b', 2, 'a'), series('r', 2, 'a')])).toEqual([['a', 'b', 'r']]);
  expect(idsOf([series('c', 3, 'lost'), series('d', 4, 'c')])).toEqual([['c', 'd']]);
});
