import { expect, test } from '@jest/globals';
import { FirstPlaces } from '../../src/sources/files/first-places.js';
import { Ordinals } from '../../src/sources/ordinals.js';
import { countKnown } from '../../src/sources/places.js';

const id = (number: number) => `${number.toString(16).padStart(13, '0')}${'7'.repeat(27)}`;

test('each coming of a key has the next ordinal, among very many keys', () => {
  const ordinals = new Ordinals();
  const keys = Array.from({ length: 5_000 }, (_, index) => id(index));
  expect(new Set(keys.map(key => ordinals.last(key)))).toEqual(new Set([0]));
  for (const round of [1, 2, 3]) {
    expect(new Set(keys.map(key => ordinals.next(key)))).toEqual(new Set([round]));
    expect(new Set(keys.map(key => ordinals.last(key)))).toEqual(new Set([round]));
  }
});

test('comings that were told elsewhere count, and are not counted twice', () => {
  const ordinals = new Ordinals();
  expect(ordinals.next(id(1), 4)).toBe(5);
  expect(ordinals.next(id(1), 5)).toBe(6);
  expect(ordinals.next(id(1))).toBe(7);
});

test('keys that begin alike never share an ordinal with themselves', () => {
  const ordinals = new Ordinals();
  const [one, other] = [`${id(1).slice(0, 39)}a`, `${id(1).slice(0, 39)}b`];
  const given = [one, other, one, other, other].map(key => `${key}.${ordinals.next(key)}`);
  expect(new Set(given).size).toBe(5);
});

test('how often a mail came is counted past what is asked for at once', async () => {
  const places = new Set(Array.from({ length: 53 }, (_, index) => (index === 0 ? 's:a1' : `s:a1.${index + 1}`)));
  const memory = { knownOf: async (asked: readonly string[]) => new Set(asked.filter(place => places.has(place))) };
  expect(await countKnown(memory, 's:', ['a1', 'a2', 'a1'])).toEqual(new Map([['a1', 53]]));
});

test('of more names than may be held the first are kept, and none before them is missing', () => {
  const names = Array.from({ length: 100 }, (_, index) => String((index * 37) % 100).padStart(2, '0'));
  const read: string[] = [];
  for (let after = '', isAll = false; !isAll; ) {
    const first = new FirstPlaces<{ place: string }>(9);
    for (const place of names) if (place > after) first.add({ place });
    const places = first.toSorted().map(each => each.place);
    expect(places.length).toBeLessThanOrEqual(9);
    read.push(...places);
    after = places.at(-1) ?? '';
    isAll = first.isAll;
  }
  expect(read).toEqual([...names].sort());
});
