import { describe, expect, test } from '@jest/globals';
import { framePartsOf, placeOf } from '../../src/render/code-frame.js';
import { filesOf, finding, location } from './make.js';

const diff = `--- a/a.c
+++ b/a.c
@@ -10,2 +10,3 @@ static void first(void)
 one
+more
 two
@@ -40,12 +41,12 @@ static void second(void)
 c40
 c41
 c42
-map_old
+map_new
 c44
 c45
 c46
 c47
 c48
-use_old
+use_new
 c50
 
`;
const files = filesOf(diff);
const [file] = files;

function partsOf(line: number, proof: readonly ReturnType<typeof location>[]) {
  const made = finding({
    messageId: 'a@b',
    what: 'Lost.',
    location: location('a.c', 'new', line, 'text'),
    proof: proof.map(at => ({ location: at, words: `see ${at.line}` })),
    fingerprint: 'ab',
  });
  return framePartsOf(made, files).map(part => ({
    path: part.path,
    lines: part.lines.map(
      each =>
        `${each.number} ${each.text}${each.isPrimary ? ' <' : ''}${each.words.map(words => ` (${words})`).join('')}`,
    ),
  }));
}

describe('the code frame of a finding', () => {
  test('shows two lines around each marked one, and a gap where they are far apart', () => {
    expect(partsOf(44, [location('a.c', 'new', 50, 'use_new')])).toEqual([
      { path: 'a.c', lines: ['43 c42', '43 map_old', '44 map_new <', '45 c44', '46 c45'] },
      { path: 'a.c', lines: ['49 c48', '49 use_old', '50 use_new (see 50)', '51 c50'] },
    ]);
  });

  test('says several things about one line below that line', () => {
    const [part] = partsOf(44, [location('a.c', 'new', 44, 'map_new'), location('a.c', 'old', 43, 'map_old')]);
    expect(part?.lines.slice(2, 4)).toEqual(['43 map_old (see 43)', '44 map_new < (see 44)']);
  });

  test('numbers a line outside of every hunk as it is after the patch', () => {
    const [before, between] = partsOf(44, [location('a.c', 'old', 5, 'give'), location('a.c', 'old', 30, 'call')]);
    expect(before?.lines).toEqual(['5 give (see 5)']);
    expect(between?.lines).toEqual(['31 call (see 30)']);
  });

  test('shows a line of another file after those of its own', () => {
    expect(partsOf(44, [location('b.c', 'new', 7, 'helper')]).at(-1)).toEqual({
      path: 'b.c',
      lines: ['7 helper (see 7)'],
    });
  });
});

test('a line is found in the hunks by its number on either side', () => {
  const hunks = file?.hunks ?? [];
  expect(placeOf(hunks, 'old', 43)?.index).toBe(3);
  expect(placeOf(hunks, 'new', 44)?.index).toBe(4);
  expect(placeOf(hunks, 'new', 30)).toBeUndefined();
});
