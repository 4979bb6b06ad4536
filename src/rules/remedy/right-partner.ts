import type { Call } from '../../c/expression.js';
import type { LineEdit } from '../../domain/remedy.js';
import type { CodeText } from '../../domain/source.js';
import { findUnmapFor, mapCalls, unmapCalls } from '../../kernel/mappings.js';
import type { LiveMapping } from '../walk/state.js';
import type { Correction } from './correction.js';

/** An unmap call, and the mappings that it may end. */
export interface WrongPartner {
  readonly unmap: Call;
  readonly mappings: readonly LiveMapping[];
}

/** Gives each unmap call the name and the argument that its mapping asks for. None where one of them is not certain. */
export function callRightPartners(code: CodeText, partners: readonly WrongPartner[]): Correction[] {
  const edits = partners.map(partner => makeEdit(code, partner)).filter(edit => edit !== undefined);
  const isOneEach = new Set(edits.map(edit => edit.firstLine)).size === partners.length;
  if (edits.length < partners.length || !isOneEach) return [];
  const names = [...new Set(partners.flatMap(({ mappings }) => mappings.map(({ call }) => `${call.name}()`)))];
  const words = `Undo ${names.join(' and ')} with its own partner.`;
  return [{ edits: edits.sort((a, b) => a.firstLine - b.firstLine), words }];
}

function makeEdit(code: CodeText, { unmap, mappings }: WrongPartner): LineEdit | undefined {
  const texts = new Set(mappings.map(mapping => findTarget(unmap, mapping)));
  const [target] = texts;
  if (texts.size !== 1 || target === undefined) return undefined;
  const { line } = unmap;
  const text = code.lines[line - code.firstLine] ?? '';
  const call = findCall(text, unmap.name);
  if (!call) return undefined;
  const argument = target.endsWith('()') ? call.argument : '';
  const now = `${target.slice(0, -1)}${argument})`;
  return { firstLine: line, lastLine: line, lines: [text.slice(0, call.start) + now + text.slice(call.end)] };
}

/** `kunmap_local()` where the argument stays as it is, else the whole call. */
function findTarget({ name }: Call, mapping: LiveMapping): string | undefined {
  const map = mapCalls[mapping.call.name];
  const wrong = unmapCalls[name];
  const right = map && findUnmapFor(map);
  // A call that unmaps and does something else besides cannot just be another one.
  if (!right || !wrong || wrong.argument !== undefined) return undefined;
  if (wrong.takes === 'address' && right.unmap.takes === 'address') return `${right.name}()`;
  const argument = right.unmap.takes === 'page' ? mapping.page : mapping.address;
  // Anything but a name, a member or an element may have a side effect, or another value by now.
  if (argument === undefined || !/^\*?[A-Za-z_][\w.>[\]-]*$/.test(argument)) return undefined;
  return `${right.name}(${argument})`;
}

/** A call with this name that is whole on its line, and the text of its first argument; undefined where there are none or two. */
function findCall(text: string, name: string): { start: number; end: number; argument: string } | undefined {
  const starts = [...text.matchAll(new RegExp(`(?<![\\w.>])${name}\\s*\\(`, 'g'))];
  const [match] = starts;
  if (!match || starts.length > 1 || /["']/.test(text)) return undefined;
  const open = match.index + match[0].length;
  let depth = 1;
  let comma = -1;
  for (let at = open; at < text.length; at += 1) {
    const character = text[at];
    if (character === '(' || character === '[') depth += 1;
    else if (character === ')' || character === ']') depth -= 1;
    else if (character === ',' && depth === 1 && comma < 0) comma = at;
    if (depth === 0) return { start: match.index, end: at + 1, argument: text.slice(open, comma < 0 ? at : comma) };
  }
  return undefined;
}
