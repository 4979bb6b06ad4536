/**
 * Makes a value and all that it leads to unchangeable, maps and sets too: who tries throws a TypeError. `seen`: what was frozen before,
 * and needs not be walked again: nothing can have come to it.
 */
export function deepFreeze<Value>(value: Value, seen = new WeakSet<object>()): Value {
  const pending: unknown[] = [value];
  while (pending.length > 0) {
    const item = pending.pop();
    if (typeof item !== 'object' || item === null || seen.has(item)) continue;
    seen.add(item);
    if (item instanceof Map) pending.push(...item.keys(), ...item.values());
    if (item instanceof Set) pending.push(...item);
    pending.push(...Object.values(item));
    if (Object.isFrozen(item)) continue;
    for (const name of ['set', 'add', 'delete', 'clear']) {
      if (name in item) Object.defineProperty(item, name, { value: refuse });
    }
    Object.freeze(item);
  }
  return value;
}

function refuse(): never {
  throw new TypeError('this collection is frozen');
}
