import { type Assumption, readCondition, type Ways } from '../../c/condition.js';
import { addressKey, type Call, squeeze } from '../../c/expression.js';
import { type Token, tokenize } from '../../c/tokenize.js';

/** What a condition of the callee comes to in its caller: a condition there, or decided by the arguments; undefined where it has no name there. */
export type CallerFact = Assumption | boolean | undefined;

const word = /(->|\.)?(#\d|[A-Za-z_$][\w$]*)(\()?/g;
const constant = /^(?:[A-Z_][A-Z0-9_]*|true|false)$/;

/** Whether the text speaks of nothing but these parameters, their members, constants and functions: then its caller can say it as well. */
export function speaksOnlyOf(params: readonly string[], text: string): boolean {
  let speaksOfOne = false;
  for (const [, member, name = '', paren] of text.matchAll(word)) {
    if (member || paren || constant.test(name)) continue;
    if (!params.includes(name)) return false;
    speaksOfOne = true;
  }
  return speaksOfOne;
}

/** Says in the words of a call's place what is said in those of the function that it calls. */
export class CallerWords {
  readonly #args: ReadonlyMap<string, readonly Token[]>;

  constructor(params: readonly string[], call: Call) {
    this.#args = new Map(params.map((param, index) => [param, call.args[index] ?? []]));
  }

  /** An object that holds an address; undefined where the caller has no name for it. */
  address(key: string | undefined): string | undefined {
    const base = key === undefined ? undefined : /^(?:#\d|[\w$]+)/.exec(key)?.[0];
    const argument = base === undefined ? undefined : this.#args.get(base);
    if (key === undefined || base === undefined || !argument) return undefined;
    const object = addressKey(argument);
    if (object === undefined) return undefined;
    const rest = key.slice(base.length);
    return argument[0]?.text === '&' && rest.startsWith('->') ? `${object}.${rest.slice(2)}` : object + rest;
  }

  /** Any text; empty where the caller cannot say it. */
  text(text: string): string {
    if (!speaksOnlyOf([...this.#args.keys()], text)) return '';
    let isCut = false;
    const renamed = text.replace(word, (whole, member: string | undefined, name: string, paren: string | undefined) => {
      const argument = member || paren || constant.test(name) ? undefined : this.#args.get(name);
      if (argument?.length === 0) isCut = true;
      if (!argument) return whole;
      const isPlain = argument.every(({ kind, text: each }) => kind !== 'punct' || each === '->' || each === '.');
      return isPlain ? squeeze(argument) : `(${squeeze(argument)})`;
    });
    if (isCut) return '';
    const plain = renamed.replace(/\(&([\w.>-]+)\)->/g, '$1.');
    return plain.startsWith('(') && plain.endsWith(')') && !plain.slice(1).includes('(') ? plain.slice(1, -1) : plain;
  }

  /** A condition. */
  fact({ atom, holds }: Assumption): CallerFact {
    const argument = this.#args.get(atom);
    const text = this.text(atom);
    if (text === '') return undefined;
    if (!hasVariable(text)) {
      const isTrue = decide(text);
      return isTrue === undefined ? undefined : isTrue === holds;
    }
    const { whenTrue, whenFalse } = readCondition(argument ?? tokenize({ lines: [text], firstLine: 1 }));
    const fact = holds ? onlyFact(whenTrue) : onlyFact(whenFalse);
    return onlyFact(whenTrue) && fact ? fact : { atom: text, holds };
  }
}

/** What is known on the one way there is; undefined where there are several, or it takes several conditions. */
function onlyFact(ways: Ways): Assumption | undefined {
  return ways.length === 1 && ways[0]?.length === 1 ? ways[0][0] : undefined;
}

function hasVariable(text: string): boolean {
  return [...text.matchAll(word)].some(([, member, name = '', paren]) => !member && !paren && !constant.test(name));
}

/** Whether constants make a condition true; undefined where that is not known. Two constants of different names are not equal. */
function decide(text: string): boolean | undefined {
  const inner = text.replace(/^\(([^()]*)\)$/, '$1');
  if (/^\d/.test(inner) && /^\w+$/.test(inner)) return Number(inner) !== 0;
  if (inner === 'true') return true;
  if (inner === 'false' || inner === 'NULL') return false;
  const [, left = '', operator, right = ''] = /^(\w+)(==|!=)(\w+)$/.exec(inner) ?? [];
  const areAlike = /^\d/.test(left) === /^\d/.test(right);
  if (!operator || !areAlike) return undefined;
  return (left === right) === (operator === '==');
}
