import { describe, expect, test } from '@jest/globals';
import { readGithubProse } from '../../support/github-prose.js';
import { endlessTexts, hostileTexts } from '../../support/hostile-texts.js';
import { everyPost, type Post, type Reach } from './every-body.js';

/** What GitHub itself takes, or refuses the whole request. */
const charsMax: Readonly<Record<Post['form'], number>> = {
  markdown: 65_000,
  title: 255,
  annotation: 16_000,
  label: 50,
};

/** In words that are not code GitHub makes something of these. */
const living: readonly (readonly [string, RegExp])[] = [
  ['a mention', /[@\uFF20][\w-]/],
  ['a reference', /[#\uFF03]\d|\bGH-\d/i],
  ['a commit', /(?<!\w)[0-9a-f]{7,64}(?!\w)/i],
  ['an address', /:\/\/|www\.|mailto:|xmpp:/i],
  ['an emoji', /:[\w+-]+:/],
];
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
const marker = /<!--\s*faultline:/i;

const reaches: readonly Reach[] = ['all', 'all but paths'];

describe.each(hostileTexts)('what $name', ({ text }) => {
  test.each(reaches)('does nothing in what is posted (%s)', reach => {
    for (const post of everyPost(text, reach)) {
      expect([post.name, faultsOf(post)]).toEqual([post.name, []]);
    }
  });

  test('leaves every body in its form', () => {
    const harmless = new Map(everyPost(text, 'none').map(post => [post.name, post]));
    for (const post of everyPost(text, 'all but paths').filter(({ form }) => form === 'markdown')) {
      const body = harmless.get(post.name)?.text ?? '';
      expect([post.name, formOf(post.text)]).toEqual([post.name, formOf(body)]);
    }
  });
});

describe.each(endlessTexts)('what $name', ({ text }) => {
  test.each(reaches)('is cut before GitHub refuses it, and does nothing (%s)', reach => {
    for (const post of everyPost(text, reach)) {
      expect([post.name, faultsOf(post)]).toEqual([post.name, []]);
    }
  });
});

function faultsOf({ form, text }: Post): readonly string[] {
  const faults: string[] = [];
  if (text.length > charsMax[form]) faults.push(`is ${text.length} characters long`);
  if (marker.test(text)) faults.push('has a marker');
  if (form === 'label') return /^[a-z0-9 :./_-]+$/.test(text) ? faults : [...faults, 'is no label'];
  if (form !== 'markdown') {
    const plain = text.replace(/\u200b/g, '\u0001');
    if (unseen.test(plain.replace(form === 'annotation' ? /[\n\u0001]/g : /\u0001/g, '')))
      faults.push('hides something');
    // A title and an annotation link no commits: what is copied from them has to stay whole.
    return [...faults, ...livingIn(plain).filter(fault => !fault.startsWith('a commit'))];
  }
  if (unseen.test(text.replace(/[\n\t]/g, ''))) faults.push('hides something');
  const prose = readGithubProse(text);
  if (/^\s*\/\w/m.test(prose.raw)) faults.push('begins a line with a command');
  const strange = prose.links.filter(
    url => !/^https:\/\/(?:lore\.kernel\.org|github\.example|docs\.kernel\.org)\//.test(url),
  );
  return [...faults, ...livingIn(prose.words), ...strange.map(url => `links ${url}`)];
}

function livingIn(words: string): readonly string[] {
  return living.flatMap(([name, pattern]) => {
    const found = pattern.exec(words);
    return found === null
      ? []
      : [`${name}: ${JSON.stringify(words.slice(Math.max(0, found.index - 30), found.index + 30))}`];
  });
}

/** Lines of code and of quotations are as many as a stranger writes; the rest is ours. */
function formOf(body: string): readonly string[] {
  return readGithubProse(body).shape.filter((kind, index, all) => kind !== all[index - 1]);
}
