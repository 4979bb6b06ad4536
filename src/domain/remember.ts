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
