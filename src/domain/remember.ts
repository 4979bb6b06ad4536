import { limits } from './limits.js';

/**
 * The same function, which works out what it gives for an object only once, and keeps that as long as somebody keeps the object.
 * For functions of nothing else but readonly data, whose outcome nobody changes.
 */
export function remember<Key extends object, Value>(work: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, { readonly value: Value }>();
  return key => {
    const found = known.get(key) ?? { value: work(key) };
    known.set(key, found);
    return found.value;
  };
}

/** The same of a text: it is kept for the last so many texts, at least. One that is longer than any that a person writes is not kept. */
export function rememberTexts<Value>(most: number, work: (text: string) => Value): (text: string) => Value {
  let known = new Map<string, Value>();
  let older: ReadonlyMap<string, Value> = known;
  return text => {
    if (text.length > limits.headerCharsMax) return work(text);
    const found = known.get(text) ?? older.get(text) ?? work(text);
    if (known.size >= most) {
      older = known;
      known = new Map();
    }
    known.set(text, found);
    return found;
  };
}
