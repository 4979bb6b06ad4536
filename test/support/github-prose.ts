import assert from 'node:assert/strict';

/** A body of GitHub markdown, taken apart as far as our own writing goes; anything else in it fails. */
export interface GithubProse {
  /** As it is written, without the fenced blocks. */
  readonly raw: string;
  /** What a reader sees outside of code, and what GitHub looks through for names: entities are characters again. */
  readonly words: string;
  readonly code: readonly string[];
  /** The addresses of links. */
  readonly links: readonly string[];
  /** What kind of line each is; lines of one kind behind each other are one. */
  readonly shape: readonly string[];
}

const ownTags = /<\/?(?:details|summary|sub|code)>/g;
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', nbsp: '\u00a0' };

/**
 * Reads what Faultline writes: fenced blocks, code spans, links with plain addresses, bold words, its few tags. A fence
 * that stays open, a code span that is not closed, a tag, a bracket or a star of anybody else is an assertion.
 */
export function readGithubProse(body: string): GithubProse {
  const code: string[] = [];
  const links: string[] = [];
  const outside = withoutFences(body, code);
  const shape = shapeOf(outside);
  const words = outside
    .replace(/\\[!-/:-@[-`{-~]|(`+)(?!`)([\s\S]*?[^`])\1(?!`)/g, (all, fence: string | undefined, content: string) => {
      if (fence === undefined) return all;
      assert(!content.includes('\n'), `a code span over several lines: ${content}`);
      code.push(content);
      return '\u0001';
    })
    .replaceAll('<span>$</span>', '')
    .replace(/<code>(.*?)<\/code>/g, (_all, content: string) => {
      code.push(content);
      return '\u0001';
    })
    .replace(ownTags, '')
    .replace(/\\(?:\n|$)/g, '\n')
    .replace(/\\([!-/:-@[-`{-~])/g, (_all, mark: string) => `&#${mark.charCodeAt(0)};`)
    .replace(/\[([^[\]]*)\]\(([^()\s<>]*)\)/g, (_all, text: string, url: string) => {
      links.push(url);
      return text;
    })
    .replace(/\*\*([A-Za-z0-9 ,:]+|[^*\n]+:?)\*\*/g, '$1');
  for (const mark of ['`', '[', ']', '<', '*', '~', '$']) {
    assert(!words.includes(mark), `a ${mark} that is none of ours: ${around(words, mark)}`);
  }
  assert(!/(?<![a-z\d])_|_(?![a-z\d])/i.test(words), `an underscore that may be emphasis: ${words}`);
  return { raw: outside, words: decode(words), code, links, shape };
}

function withoutFences(body: string, code: string[]): string {
  const out: string[] = [];
  let fence: string | undefined;
  for (const line of body.split('\n')) {
    if (fence === undefined) {
      fence = /^(`{3,})(?:diff|suggestion|text)$/.exec(line)?.[1];
      assert(
        fence !== undefined || !/^ {0,3}(?:>\s*)?(?:`{3,}[^`]*$|~{3})/.test(line),
        `a fence that is none of ours: ${line}`,
      );
      out.push(fence === undefined ? line : '\u0002');
    } else if (line.startsWith(fence)) {
      assert.equal(line, fence);
      fence = undefined;
    } else {
      code.push(line);
    }
  }
  assert.equal(fence, undefined, 'a fence that stays open');
  return out.join('\n');
}

function shapeOf(text: string): readonly string[] {
  const kinds = text.split('\n').map(line => {
    if (line === '\u0002') return 'code';
    if (/^\s*$/.test(line)) return '';
    if (line.startsWith('|')) return `row of ${line.split('|').length}`;
    const [, mark] = /^(#{1,6} |>|[-*+] |\d+[.)] |<\/?details>|<summary>|<sub>| {4}|\t|[=-]+$)/.exec(line) ?? [];
    return mark === undefined ? 'text' : mark.replace(/\d+/, '1').trim();
  });
  return kinds.filter((kind, index) => kind !== '' && kind !== kinds[index - 1]);
}

function decode(text: string): string {
  return text.replace(/&(?:#(\d+)|([a-z]+));/g, (all, number: string | undefined, name: string | undefined) =>
    number === undefined ? (entities[name ?? ''] ?? all) : String.fromCodePoint(Number(number)),
  );
}

function around(text: string, mark: string): string {
  const at = text.indexOf(mark);
  return JSON.stringify(text.slice(Math.max(0, at - 60), at + 60));
}
