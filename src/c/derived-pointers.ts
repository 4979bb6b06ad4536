import { indexAtDepthZero } from './brackets.js';
import { addressKey, type Expression } from './expression.js';
import type { Token } from './tokenize.js';

/** A sum of one address and offsets; anything else in it makes another value of it. */
const sumOnly = /^(?:\+|\*|\/|<<|\(|\)|,|->|\.|\[|\]|&|-)$/;

/**
 * The variables that never hold anything but an address inside the memory to which another one points, by name, and that other one:
 * `slot = (struct slot *)(addr + off)` where nothing else is ever assigned to `slot`.
 */
export function findDerivedPointers(expressions: readonly Expression[]): ReadonlyMap<string, string> {
  const bases = new Map<string, string | undefined>();
  for (const { tokens, replaced, written } of expressions) {
    const equals = indexAtDepthZero(tokens, '=');
    for (const name of new Set([...replaced, ...written])) {
      const isPlain = equals >= 0 && replaced.includes(name) && tokens[equals - 1]?.text === name;
      const keeps = !replaced.includes(name) && isStep(tokens, name);
      if (keeps) continue;
      const base = isPlain ? baseOf(tokens.slice(equals + 1)) : undefined;
      const known = bases.has(name) ? bases.get(name) : base;
      bases.set(name, known === base && base !== name ? base : undefined);
    }
  }
  return new Map([...bases].flatMap(([name, base]) => (base === undefined ? [] : [[name, base] as const])));
}

/** `p++`, `p += n`: the variable stays inside of what it points to, as far as that can be told. */
function isStep(tokens: readonly Token[], name: string): boolean {
  return tokens.some(
    ({ text }, index) =>
      text === name &&
      (/^(?:\+\+|--|\+=|-=)$/.test(tokens[index + 1]?.text ?? '') ||
        /^(?:\+\+|--)$/.test(tokens[index - 1]?.text ?? '')),
  );
}

function baseOf(value: readonly Token[]): string | undefined {
  const first = value[0];
  if (!first || first.text === '*' || value.some(({ kind, text }) => kind === 'punct' && !sumOnly.test(text)))
    return undefined;
  const key = addressKey(value);
  if (key === undefined) return undefined;
  if (/^\w+$/.test(key)) return first.text === '&' ? undefined : key;
  // `&p->x` and `&p[i]` are addresses inside; without the sign the value is what was read there.
  const [, base] = /^(\w+)(?:\[[^\]]*\]|->\w+)(?:\.\w+|\[[^\]]*\])*$/.exec(key) ?? [];
  return first.text === '&' ? base : undefined;
}
