import { faultDisablingName } from '../../src/kernel/page-faults.js';
import { meaningful } from '../support/vary-code.js';

/** Words of C source, with what stands between them. Comments and strings are one word each and stay as they are. */
const word =
  /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[A-Za-z_]\w*|\d[\w.]*|->|\.{3}|[^\s\w]|\s+/g;
const isName = (text: string | undefined): boolean => text !== undefined && /^[A-Za-z_]\w*$/.test(text);

export interface Renaming {
  readonly rename: (code: string) => string;
  readonly nameOf: (name: string) => string;
}

/**
 * Gives other names to what the files themselves declare: static functions, parameters, variables and labels. Types, members,
 * constants, functions of the kernel and whatever the reader of C or the tables know by name stay.
 */
export function makeRenaming(files: readonly string[]): Renaming {
  const names = new Map<string, string>();
  const parted = files.map(file => significantWords(file));
  const functions = new Set(parted.flatMap(findFunctions));
  const objects = new Set(parted.flatMap(findObjects));
  // A name that is called as well as used is a callback: its callers may be macros.
  for (const words of parted)
    for (const called of findCalled(words)) if (!functions.has(called)) objects.delete(called);
  const may = (name: string): boolean =>
    !meaningful.has(name) && !/^[A-Z0-9_]+$/.test(name) && !faultDisablingName.test(name);
  for (const name of functions) if (may(name)) names.set(name, `zf${names.size}`);
  for (const name of objects) if (may(name) && !names.has(name)) names.set(name, `zv${names.size}`);
  const nameOf = (name: string): string => names.get(name) ?? name;
  return { nameOf, rename: code => renameWords(code, nameOf) };
}

function renameWords(code: string, nameOf: (name: string) => string): string {
  let before = '';
  return code.replace(word, text => {
    if (/^(?:\s|\/[*/])/.test(text)) return text;
    const isTag = /^(?:struct|union|enum|\.|->|goto_tag)$/.test(before);
    before = text;
    return isTag || !isName(text) ? text : nameOf(text);
  });
}

function significantWords(code: string): readonly string[] {
  return (code.match(word) ?? []).filter(text => !/^(?:\s|\/[*/])/.test(text));
}

/** `static int f(`: what is static and called so. */
function findFunctions(words: readonly string[]): string[] {
  const found: string[] = [];
  words.forEach((text, index) => {
    if (text !== 'static') return;
    for (let at = index + 1; at < index + 8; at += 1) {
      if (words[at + 1] === '(' && isName(words[at])) {
        if (!/^(?:__\w+|[A-Z_0-9]+)$/.test(words[at] ?? '')) found.push(words[at] ?? '');
        return;
      }
      if (!isName(words[at]) && words[at] !== '*') return;
    }
  });
  return found;
}

const notTypes = new Set('return goto case else do sizeof typeof break continue'.split(' '));

/** `int x = `, `char *p;`, `(struct page *page,`: a name behind a type and before what ends a declarator; and labels. */
function findObjects(words: readonly string[]): string[] {
  const found: string[] = [];
  words.forEach((text, index) => {
    const before = words[index - 1] ?? '';
    if (before === 'goto') found.push(text);
    if (!isName(text) || !/^[=,;)[:]$/.test(words[index + 1] ?? '')) return;
    let at = index - 1;
    while (words[at] === '*') at -= 1;
    const type = words[at] ?? '';
    const isTyped = isName(type) && !notTypes.has(type) && !/^(?:struct|union|enum)$/.test(type);
    // `a * b;` is a product as well as a declaration: only a known kind of type makes it one.
    const isPointer = at < index - 1;
    const isKnown = /^(?:void|char|short|int|long|unsigned|signed|bool|u8|u16|u32|u64|__user|const|\w+_t)$/.test(type);
    if (isTyped && (!isPointer || isKnown || /^(?:struct|union|enum)$/.test(words[at - 1] ?? ''))) found.push(text);
  });
  return found;
}

function findCalled(words: readonly string[]): string[] {
  return words.filter((text, index) => isName(text) && words[index + 1] === '(');
}
