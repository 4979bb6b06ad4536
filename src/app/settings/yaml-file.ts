import { Composer, type Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, type Node, Parser } from 'yaml';
import { findNodeFaults } from './yaml-faults.js';
import { findShapeFault } from './yaml-shape.js';

/** A mistake in what yaml itself is concerned with. */
export interface YamlFault {
  /** 1-based. */
  readonly line: number;
  readonly path: YamlPath;
  readonly found: string;
  readonly expected: string;
}

/** Keys and 0-based indices from the top of the file. */
export type YamlPath = readonly (string | number)[];

/** A file of yaml as plain values, with the places that they came from. */
export interface YamlFile {
  /** Objects, arrays, texts, numbers, booleans, null; undefined where the file could not be made out. */
  readonly value: unknown;
  readonly faults: readonly YamlFault[];
  /** The 1-based line of a value, or of its key where `at` says so or the value is a collection. */
  lineOf(path: YamlPath, at: 'key' | 'value'): number;
  /** A value as the file writes it, quotes and all; `a list` or `a mapping`; `nothing`. */
  textOf(path: YamlPath): string;
}

/** YAML 1.2, also where the file declares itself an older one, in which `off` would be no text. Nothing is merged, and no tag is known. */
const options = {
  schema: 'core',
  merge: false,
  resolveKnownTags: false,
  customTags: null,
  prettyErrors: false,
  // Both are told by findNodeFaults, in time that grows with the file alone.
  uniqueKeys: false,
  // A key is what is written: the tree 5.10 is not 5.1.
  stringKeys: true,
  logLevel: 'error',
} as const;

/** Reads a file of at most `charsMax` characters. Never throws: whatever is wrong is among the faults. */
export function readYaml(text: string, charsMax: number): YamlFile {
  if (text.length > charsMax) {
    const found = `${text.length} characters`;
    return unreadable([{ line: 1, path: [], found, expected: `at most ${charsMax}` }]);
  }
  const lines = new LineCounter();
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const lineAt = (offset: number): number => Math.max(1, lines.linePos(offset).line);
  const shape = findShapeFault(tokens);
  if (shape) return unreadable([{ line: lineAt(shape.offset), path: [], ...shape }]);

  // No more than the first two are made: there may be thousands.
  const [document, second] = new Composer(options).compose(tokens, true, text.length);
  if (document === undefined || document.errors.length > 0) {
    return unreadable(brokenPlaces(document?.errors ?? [], lineAt));
  }
  if (second !== undefined) {
    const found = 'a second document behind ---';
    return unreadable([{ line: lineAt(second.range[0]), path: [], found, expected: 'one' }]);
  }
  const faults = findNodeFaults(document, lineAt);
  if (!faults.isSound) return unreadable(faults.list);
  return {
    value: document.toJS({ maxAliasCount: -1 }),
    faults: faults.list,
    lineOf: (path, at) => lineAt(placeOf(document, path, at)),
    textOf: path => textOf(nodesAt(document, path).value, text),
  };
}

function unreadable(faults: readonly YamlFault[]): YamlFile {
  return { value: undefined, faults, lineOf: () => 1, textOf: () => '' };
}

/** One for each line: what follows a syntax error on its line follows from it. */
function brokenPlaces(errors: Document['errors'], lineAt: (offset: number) => number): readonly YamlFault[] {
  const places = new Map<number, YamlFault>();
  for (const { pos, code, message } of errors) {
    const line = lineAt(pos[0]);
    if (places.has(line)) continue;
    const found = code === 'NON_STRING_KEY' ? 'a key that is no text' : `broken yaml (${message})`;
    places.set(line, { line, path: [], found, expected: 'yaml that can be read' });
  }
  return [...places.values()];
}

/** The key and the value at a path; those of the nearest collection around it where there is none. */
function nodesAt(
  document: Document,
  path: YamlPath,
): { readonly key?: Node | undefined; readonly value?: Node | undefined } {
  let key: Node | undefined;
  let value = resolved(document.contents, document);
  for (const step of path) {
    if (isMap(value)) {
      const pair = value.items.find(each => isScalar(each.key) && each.key.value === step);
      if (pair === undefined) break;
      key = isNode(pair.key) ? pair.key : undefined;
      value = resolved(pair.value, document);
    } else if (isSeq(value)) {
      key = undefined;
      value = resolved(value.items[Number(step)], document);
    }
  }
  return { key, value };
}

function resolved(node: unknown, document: Document): Node | undefined {
  if (isAlias(node)) return node.resolve(document);
  return isNode(node) ? node : undefined;
}

function placeOf(document: Document, path: YamlPath, at: 'key' | 'value'): number {
  const { key, value } = nodesAt(document, path);
  // A collection begins on the line below its key, and an absent value may be taken to stand there.
  const isOfKey = at === 'key' || !isScalar(value) || value.range?.[0] === value.range?.[1];
  return (isOfKey ? (key ?? value) : value)?.range?.[0] ?? 0;
}

function textOf(node: Node | undefined, text: string): string {
  if (isMap(node)) return 'a mapping';
  if (isSeq(node)) return 'a list';
  const written = node?.range ? text.slice(node.range[0], node.range[1]) : '';
  return written === '' ? 'nothing' : written;
}
