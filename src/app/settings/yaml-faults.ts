import { type Document, isAlias, isCollection, isMap, isScalar, type Node, type Pair } from 'yaml';
import { limits } from '../../domain/limits.js';
import type { YamlFault, YamlPath } from './yaml-file.js';

/** A node, the way to it, and whether it lies in something that other places may repeat. */
interface Place {
  readonly node: Node;
  readonly path: YamlPath;
  readonly isRepeatable: boolean;
}

/** Names that mean something to every object of JavaScript, and nothing to us. */
const objectWords = ['__proto__', 'constructor', 'prototype'];

/**
 * What yaml allows and a configuration does not need: tags, keys that stand twice, names that JavaScript reserves, and repetitions
 * (`*name`) of what is not there, of what repeats something itself, or of too many. `isSound`: the rest of the file can be read all the same.
 */
export function findNodeFaults(
  document: Document,
  lineAt: (offset: number) => number,
): { readonly list: readonly YamlFault[]; readonly isSound: boolean } {
  const list: YamlFault[] = [];
  const anchors = new Set<string>();
  let aliases = 0;
  let isSound = true;
  const addFault = ({ node, path }: Place, found: string, expected: string): void => {
    list.push({ line: lineAt(node.range?.[0] ?? 0), path, found, expected });
  };

  for (const place of placesIn(document)) {
    const { node, path } = place;
    if (isAlias(node)) {
      aliases += 1;
      isSound &&= anchors.has(node.source) && !place.isRepeatable && aliases <= limits.settingsAliasesMax;
      if (aliases === limits.settingsAliasesMax + 1) {
        addFault(place, `more than ${limits.settingsAliasesMax} repetitions`, 'fewer of them');
      }
      if (!anchors.has(node.source)) addFault(place, `*${node.source}`, `an &${node.source} further up`);
      if (place.isRepeatable) addFault(place, `*${node.source} inside what is repeated itself`, 'the text in full');
      continue;
    }
    if (node.anchor) anchors.add(node.anchor);
    if (node.tag) addFault(place, `the tag ${node.tag}`, 'no tag');
    if (isMap(node)) {
      for (const { key, isTwice } of oddKeysIn(node.items)) {
        const keyPlace = { node: key, path: [...path, String(key)], isRepeatable: false };
        if (isTwice) addFault(keyPlace, `the key ${key} once more`, 'each key once');
        else addFault(keyPlace, `the key ${key}`, 'a key that means something here');
      }
    }
  }
  return { list, isSound };
}

/** All nodes but keys, in the order of the file. */
function* placesIn(document: Document): Generator<Place> {
  const waiting: Place[] = document.contents ? [{ node: document.contents, path: [], isRepeatable: false }] : [];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    yield place;
    if (isCollection(place.node)) waiting.push(...childrenOf(place).reverse());
  }
}

function childrenOf({ node, path, isRepeatable }: Place): Place[] {
  const isBelow = isRepeatable || (!isAlias(node) && Boolean(node.anchor));
  if (!isCollection(node)) return [];
  return node.items.flatMap((item, index) => {
    const [step, child] = isMap(node) ? [String((item as Pair).key), (item as Pair).value] : [index, item];
    return child ? [{ node: child as Node, path: [...path, step], isRepeatable: isBelow }] : [];
  });
}

function* oddKeysIn(pairs: readonly Pair[]): Generator<{ readonly key: Node; readonly isTwice: boolean }> {
  const seen = new Set<string>();
  for (const { key } of pairs) {
    if (!isScalar(key)) continue;
    const name = String(key.value);
    if (seen.has(name)) yield { key, isTwice: true };
    else if (objectWords.includes(name)) yield { key, isTwice: false };
    seen.add(name);
  }
}
