import { expect, test } from '@jest/globals';
import { parseMirrorSettings } from '../../../src/app/settings/parse-settings.js';

/** Ten lines that stand for a billion. */
function makeBomb(): string {
  const levels = Array.from({ length: 50 }, (_, index) => `b${index + 1}: &b${index + 1} [*b${index}, *b${index}]\n`);
  return `b0: &b0 [mm/]\n${levels.join('')}paths: *b50\n`;
}

test.each([
  ['a file that is too large', `# ${'x'.repeat(64_000)}\n`, /characters/],
  ['lists in lists', `paths: ${'['.repeat(30_000)}${']'.repeat(30_000)}`, /levels/],
  ['lists that are never closed', '['.repeat(60_000), /levels|broken/],
  ['mappings in mappings', '{a: '.repeat(15_000), /levels|broken/],
  ['dashes', '- '.repeat(30_000), /levels/],
  ['question marks', '? '.repeat(30_000), /levels/],
  ['a list of too many entries', `paths: [${'mm/,'.repeat(15_000)}]`, /entries/],
  ['too many keys', Array.from({ length: 9_000 }, (_, index) => `k${index}:`).join('\n'), /entries/],
  ['repetitions of repetitions', makeBomb(), /repeated itself/],
  ['a list that holds itself', 'paths: &all [mm/, *all]\n', /repeated itself/],
  ['more repetitions than anybody needs', `paths: [&mm mm/${', *mm'.repeat(900)}]`, /repetitions/],
  ['thousands of documents', '---\n'.repeat(15_000), /second document/],
  ['quotes', '"'.repeat(60_000), /broken yaml/],
  ['anchors', '&a '.repeat(20_000), /broken yaml/],
  ['binary', `${'\0\u0001\uFFFD'.repeat(10_000)}`, /./],
  ['braces that stand for too much', `paths: ["${'{a,b,c,d}'.repeat(50)}"]`, /alternatives|found/],
  [
    'globs that cost too much together',
    `paths:\n${`  - "{${'abcde,'.repeat(70)}z}"\n`.repeat(20)}`,
    /characters of globs|a list/,
  ],
])('%s is refused', (_, text, words) => {
  const { settings, mistakes } = parseMirrorSettings(text, '.github/faultline.yml');
  expect(settings).toBeUndefined();
  expect(mistakes.map(({ found, expected }) => `found ${found}, expected ${expected}`).join('\n')).toMatch(words);
  expect(JSON.stringify(mistakes).length).toBeLessThan(50_000);
});

test('of a file of another kind the first hundred mistakes are told', () => {
  const text = Array.from({ length: 900 }, (_, index) => `word${index}: 1`).join('\n');
  const { mistakes } = parseMirrorSettings(text, 'faultline.yml');
  expect(mistakes).toHaveLength(100);
  expect(mistakes.at(-1)?.line).toBe(100);
});

test('names that every object has are no settings, and change none', () => {
  const { settings } = parseMirrorSettings(
    '__proto__: { post: [issue] }\nconstructor: { prototype: 1 }\n',
    'faultline.yml',
  );
  expect(settings).toBeUndefined();
  expect(Object.hasOwn(Object.prototype, 'post')).toBe(false);
});
