import { addressKey, type Call } from '../../c/expression.js';
import type { CFunction } from '../../c/function-head.js';
import type { Token } from '../../c/tokenize.js';
import { isPlainCall } from '../../kernel/plain-calls.js';
import { type FunctionModel, isFaultsOffAssertion, isUserAccess, knownCalls } from '../walk/function-model.js';
import type { State } from '../walk/state.js';
import type { Walk } from '../walk/walk.js';
import type { CodeModel } from './code-model.js';

/** One side of a function, before and after it is walked. */
interface UnwalkedSide {
  readonly code: CodeModel;
  readonly model: FunctionModel;
}

interface WalkedSide {
  readonly model: FunctionModel;
  readonly walk: Walk;
}

/**
 * The calls of the old side that may be worth looking up in other files: neither the file nor the kernel's tables tell what they do, and
 * they get more than an address and numbers: without anything that leads to user memory none is touched.
 */
export function findUnknownCalls(old: UnwalkedSide | undefined, now: UnwalkedSide | undefined): ReadonlySet<Call> {
  if (!old || !now || !old.model.calls.some(call => switches(old.code, call))) return new Set();
  const text = textOf(old.code, old.model);
  const throughPointers = namesIn(text, /\(\*(\w+)\)/g);
  const pointers = namesIn(text, pointer);
  return new Set(
    old.model.calls.filter(
      call =>
        isUnknown(old, call) &&
        !throughPointers.has(call.name) &&
        call.args.filter(argument => mayLead(argument, pointers)).length > 1,
    ),
  );
}

function switches(code: CodeModel, call: Call): boolean {
  return knownCalls.changes(call) || code.effectOf(call) !== undefined;
}

/** Whether a call is one by the name of a function (not through a member, nor of a macro in capitals) of which nothing is known. */
export function isUnknown({ code, model }: UnwalkedSide, call: Call): boolean {
  if (!/^\w*[a-z]\w*$/.test(call.name) || isPlainCall(call.name) || model.params.includes(call.name)) return false;
  if (knownCalls.changes(call) || code.calleesOf(call).length > 0) return false;
  return !isUserAccess(call, model) && !isFaultsOffAssertion(call);
}

/** A name that is declared or used as a pointer or an array. */
const pointer = /[*\]][ \t]*(?:(?:const|__user|restrict) [ \t]*)?(\w+)|\b(\w+)\[/g;

/** All at once: for each call anew, the text of a function of 50,000 calls would be read as often. */
function namesIn(text: string, pattern: RegExp): ReadonlySet<string> {
  return new Set(Array.from(text.matchAll(pattern), ([, name, other]) => name ?? other ?? ''));
}

/** Whether an argument may be an address: not a number, nor a variable that the function declares as no pointer. */
function mayLead(argument: readonly Token[], pointers: ReadonlySet<string>): boolean {
  const [first, ...rest] = argument;
  if (first?.kind !== 'name' || rest.some(({ text: each }) => each === '('))
    return first?.text === '&' || first?.text === '(';
  if (/^[A-Z0-9_]+$/.test(first.text) || first.text === 'sizeof') return false;
  if (rest.length > 0 && rest.some(({ text: each }) => each === '->' || each === '.')) return true;
  return pointers.has(first.text);
}

function textOf(code: CodeModel, fn: CFunction): string {
  const { lines, firstLine } = code.placeOf(fn).code;
  return lines.slice(fn.startLine - firstLine, fn.endLine - firstLine + 1).join('\n');
}

/** The names of those that got an address inside a mapping with page faults off before, and are called with page faults on now. */
export function findUncovered(
  old: WalkedSide | undefined,
  now: WalkedSide | undefined,
  unknown: ReadonlySet<Call>,
): readonly string[] {
  if (unknown.size === 0 || !old || !now) return [];
  const isOn = ({ faultsOff }: State): boolean => faultsOff.length === 0;
  const lost = [...unknown].filter(call =>
    old.walk.events.get(call)?.some(state => !isOn(state) && getsMapping(call, state)),
  );
  const bare = new Set([...now.walk.events].filter(([, states]) => states.some(isOn)).map(([call]) => call.name));
  return [...new Set(lost.map(call => call.name))].filter(name => bare.has(name));
}

/** Whether the call gets the address of a live mapping, or the object in which it is kept. */
function getsMapping({ args }: Call, { live }: State): boolean {
  return live.some(({ address }) =>
    args.some(argument => {
      const key = addressKey(argument);
      if (address === undefined || key === undefined) return false;
      return (
        argument.some(({ text }) => text === address) || address.startsWith(`${key}->`) || address.startsWith(`${key}.`)
      );
    }),
  );
}
