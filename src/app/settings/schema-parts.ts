import * as v from 'valibot';
import { limits } from '../../domain/limits.js';
import { closestName } from '../closest-name.js';
import { findSecretAdvice } from './secrets.js';

/**
 * The parts that the schemas are made of. The message of every issue is what had been expected, for people; what was found is read
 * off the file (`parse-settings.ts`).
 */

type Entries = Parameters<typeof v.looseObject>[0];

/** A mapping with these keys and no others; each other one is told, with the known one that may have been meant. */
export function mapping<const Known extends Entries>(entries: Known) {
  const known = Object.keys(entries);
  return v.pipe(
    v.custom<Record<string, unknown>>(isMapping, `a mapping of ${wordList(known, 'and')}`),
    v.looseObject(entries),
    v.rawCheck(({ dataset, addIssue }) => {
      const value: unknown = dataset.value;
      if (!isMapping(value)) return;
      for (const key of Object.keys(value)) {
        if (!known.includes(key)) addKeyIssues(value, key, known, addIssue);
      }
    }),
  );
}

/** A mapping whose keys the writer chooses. `key` tells what a key should be, or undefined where it is well. */
export function freeMapping<const Value extends v.GenericSchema>(
  words: string,
  key: (name: string) => string | undefined,
  value: Value,
) {
  return v.pipe(
    v.custom<Record<string, unknown>>(isMapping, words),
    v.record(
      v.pipe(
        v.string(),
        v.check(
          name => key(name) === undefined,
          issue => key(issue.input) ?? '',
        ),
      ),
      value,
    ),
  );
}

/** Names that GitHub takes for the same, however they are written: each stands once. */
export function onceInAnyCase<Input extends object>(words: string) {
  return v.rawCheck<Input>(({ dataset, addIssue }) => {
    const input: unknown = dataset.value;
    if (!isMapping(input)) return;
    const seen = new Set<string>();
    for (const [key, value] of Object.entries(input)) {
      const name = key.toLowerCase();
      if (seen.has(name)) addIssue({ message: words, path: [{ type: 'object', origin: 'key', input, key, value }] });
      seen.add(name);
    }
  });
}

/** A list of which every item is looked at. */
export function list<const Item extends v.GenericSchema>(words: string, item: Item) {
  return v.array(item, words);
}

/** Some text on one line. */
export function text(words: string) {
  return v.pipe(
    v.string(issue =>
      typeof issue.input === 'number' || typeof issue.input === 'boolean' ? `${words}, in quotes` : words,
    ),
    v.regex(/\S/, words),
    v.regex(/^[^\n\r\0]*$/, `${words}, on one line`),
    v.maxLength(limits.settingsTextChars, `at most ${limits.settingsTextChars} characters`),
  );
}

export function oneOf<const Words extends readonly string[]>(words: Words) {
  return v.picklist(words, wordList(words, 'or'));
}

export function wholeNumber(min: number, max: number) {
  const words = `a whole number from ${min} to ${max}`;
  return v.pipe(v.number(words), v.integer(words), v.minValue(min, words), v.maxValue(max, words));
}

/** `a, b or c`. */
export function wordList(words: readonly string[], last: 'or' | 'and'): string {
  const [end = '', ...before] = words.toReversed();
  return before.length === 0 ? end : `${before.toReversed().join(', ')} ${last} ${end}`;
}

/** What an unknown name should have been: the known one that is meant, else all of them. */
export function expectedName(name: string, known: readonly string[]): string {
  const plain = (each: string): string => each.toLowerCase().replace(/[-_ ]/g, '');
  const meant = known.find(each => plain(each) === plain(name));
  // Of a few letters too little is left to tell by.
  return meant ?? (name.length > 3 ? closestName(name, known) : undefined) ?? wordList(known, 'or');
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type AddIssue = Parameters<Parameters<typeof v.rawCheck<unknown>>[0]>[0]['addIssue'];

/** Of a key that is not known, or of those below it that look like secrets. */
function addKeyIssues(input: Record<string, unknown>, key: string, known: readonly string[], addIssue: AddIssue): void {
  const value = input[key];
  const keyItem = { type: 'object', origin: 'key', input, key, value } as const;
  addIssue({ message: findSecretAdvice(key) ?? expectedName(key, known), path: [keyItem] });
  if (!isMapping(value)) return;
  const valueItem = { ...keyItem, origin: 'value' } as const;
  for (const below of Object.keys(value)) {
    const message = findSecretAdvice(below);
    const belowItem = { type: 'object', origin: 'key', input: value, key: below, value: value[below] } as const;
    if (message !== undefined) addIssue({ message, path: [valueItem, belowItem] });
  }
}
