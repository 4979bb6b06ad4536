import { expect, test } from '@jest/globals';
import { HeadPlaces } from '../../src/review/head-places.js';
import { makePatches } from '../support/commit-patches.js';

const lines = Array.from({ length: 30 }, (_, index) => `line ${index + 1}`);

function textOf(all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}

const start = { 'a.c': textOf(lines) };
const second = { 'a.c': textOf(lines.with(19, 'changed')) };
const third = { 'a.c': textOf(['new', 'new', ...lines.with(19, 'changed')]) };
const fourth = { 'a.c': textOf(['new', 'new', ...lines.with(19, 'changed').toSpliced(24, 1)]) };

const patches = makePatches([start, second, third, fourth]);
/** What GitHub shows of them all: one diff. */
const shown = makePatches([start, fourth]).flatMap(patch => patch.files);
const places = new HeadPlaces(patches, shown);

test('a line moves with what later commits put above it', () => {
  expect(places.find({ path: 'a.c', side: 'new', line: 20 }, 1)).toEqual({ path: 'a.c', line: 22, isInDiff: true });
});

test('a line that a later commit takes away has no place', () => {
  expect(places.find({ path: 'a.c', side: 'new', line: 25 }, 1)).toBeUndefined();
});

test('a removed line has none, one that stays has that of the new side', () => {
  expect(places.find({ path: 'a.c', side: 'old', line: 20 }, 1)).toBeUndefined();
  expect(places.find({ path: 'a.c', side: 'old', line: 21 }, 1)).toEqual({ path: 'a.c', line: 23, isInDiff: true });
});

test('a line that GitHub does not show takes no comment', () => {
  expect(places.find({ path: 'a.c', side: 'new', line: 10 }, 3)).toEqual({ path: 'a.c', line: 10, isInDiff: false });
  expect(places.find({ path: 'b.c', side: 'new', line: 10 }, 3)).toEqual({ path: 'b.c', line: 10, isInDiff: false });
});
