import { limits } from '../../domain/limits.js';

/** A character, or a wildcard: any one character, any number of them, any number of whole folders. None but the last crosses a slash. */
type Step = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'one' | 'many' | 'folders' };

/**
 * What is wrong with a glob, as what it should be; undefined where it is well formed. Globs are of paths from the top of the tree:
 * `*` and `?` stay inside a name, `**` stands for any number of folders, `{a,b}` for either, and a slash at the end for all that
 * lies below, as in MAINTAINERS.
 */
export function findGlobFault(glob: string): string | undefined {
  if (glob.length > limits.globChars) return `a glob of at most ${limits.globChars} characters`;
  if (glob.startsWith('!')) return 'only globs of what is wanted: none begins with !';
  if (/[[\]\\]/.test(glob)) return 'a glob of *, **, ? and {a,b}, without brackets and backslashes';
  if (!/^(?:\{\})*$/.test(glob.replace(/[^{}]/g, ''))) return 'each { closed by a }, and none inside another';
  const plain = expand(glob);
  if (plain === undefined) return 'fewer alternatives in braces';
  if (plain.some(each => /^$|^\/|\/\/|(?:^|\/)\.\.?(?:\/|$)/.test(each))) {
    return 'a path from the top of the tree, such as mm/ or kernel/*.c';
  }
  if (plain.some(each => each.split('/').some(name => name.includes('**') && name !== '**'))) {
    return '** as a folder of its own, as in drivers/**/*.c';
  }
  return undefined;
}

/** How many characters the globs come to without braces: by so much longer are their paths looked at. The globs are well formed. */
export function expandedCharsOf(globs: readonly string[]): number {
  return globs.flatMap(glob => expand(glob) ?? []).reduce((sum, each) => sum + each.length, 0);
}

/** Whether a path is one of those wanted; where no glob is given, every path is. The globs are well formed. */
export function makePathFilter(globs: readonly string[]): (path: string) => boolean {
  if (globs.length === 0) return () => true;
  const matchers = globs.flatMap(glob => expand(glob) ?? []).map(readSteps);
  return path => matchers.some(steps => isMatch(steps, path));
}

/** The globs without braces that one stands for; undefined where they are too many. */
function expand(glob: string): readonly string[] | undefined {
  let heads = [''];
  for (const part of glob.split(/(\{[^{}]*\})/)) {
    const choices = part.startsWith('{') ? part.slice(1, -1).split(',') : [part];
    // Each head is longer than nothing, so that this is bounded before the products are made.
    if (heads.length * choices.length > limits.globExpandedChars) return undefined;
    heads = heads.flatMap(head => choices.map(choice => head + choice));
    if (heads.reduce((sum, head) => sum + head.length, 0) > limits.globExpandedChars) return undefined;
  }
  return heads;
}

function readSteps(glob: string): readonly Step[] {
  const whole = glob.endsWith('/') ? `${glob}**` : glob;
  return [...whole.matchAll(/\*\*\/|\*\*|\*|\?|[^*?]/gsu)].flatMap(([text]): readonly Step[] => {
    if (text === '**/') return [{ kind: 'folders' }];
    // At the end: whatever lies below.
    if (text === '**') return [{ kind: 'folders' }, { kind: 'many' }];
    if (text === '*') return [{ kind: 'many' }];
    return [text === '?' ? { kind: 'one' } : { kind: 'text', text }];
  });
}

/**
 * Goes through the path once and keeps every step that may come next: the work is the product of both lengths at most, whatever the
 * glob. (A regular expression of many stars goes back and forth for ever.)
 */
function isMatch(steps: readonly Step[], path: string): boolean {
  let waiting = skipWildcards(steps, new Set([0]), true);
  for (const letter of path) {
    const next = new Set<number>();
    for (const index of waiting) {
      const step = steps[index];
      if (step === undefined) continue;
      if (step.kind === 'folders' || (step.kind === 'many' && letter !== '/')) next.add(index);
      if (step.kind === 'text' ? step.text === letter : step.kind === 'one' && letter !== '/') next.add(index + 1);
    }
    if (next.size === 0) return false;
    waiting = skipWildcards(steps, next, letter === '/');
  }
  return waiting.has(steps.length);
}

/** Wildcards may stand for nothing; folders only end where a name begins. */
function skipWildcards(steps: readonly Step[], waiting: Set<number>, isAtName: boolean): Set<number> {
  // What is added while a set is gone through is gone through as well.
  for (const index of waiting) {
    const kind = steps[index]?.kind;
    if (kind === 'many' || (kind === 'folders' && isAtName)) waiting.add(index + 1);
  }
  return waiting;
}
