import { findDereference } from '../../c/dereference.js';
import { findDerivedPointers } from '../../c/derived-pointers.js';
import { addressKey, type Call, type Expression } from '../../c/expression.js';
import type { FlowNode } from '../../c/flow-graph.js';
import { unmapCalls } from '../../kernel/mappings.js';
import { memoryAccessCalls } from '../../kernel/memory-access.js';
import type { FunctionPair, FunctionSide } from '../function-pair.js';
import { makeRule, type Report } from '../rule.js';
import type { State } from '../walk/state.js';
import { unmapArgument } from '../walk/unmap-argument.js';

/** An access through an address whose mapping has ended on every path to it. */
interface LateUse {
  /** The variable that was unmapped. */
  readonly name: string;
  readonly unmap: Call;
  readonly line: number;
  /** What is done, in words. */
  readonly words: string;
}

export const useAfterUnmap = makeRule({
  id: 'kmap/use-after-unmap',
  stage: 'trial',
  severity: { file: 'error', hunk: 'warning' },
  confidence: { file: 'high', hunk: 'medium' },
  summary: 'An address is used, or unmapped once more, after its mapping has ended.',
  why:
    'Behind the unmap the address belongs to nobody: of a page in high memory the slot may show another page by now, or none. On 64-bit the address ' +
    'stays readable, so testing there does not show it, unless CONFIG_DEBUG_KMAP_LOCAL_FORCE_MAP is set. A second unmap gives back the slot of ' +
    'another mapping.',
  remedy: 'Move the unmap behind the last use, or copy what is needed before it.',
  staysSilentWhen: [
    'some path to the use has the page still mapped, or mapped again',
    'the variable gets another value in between, or is given to a call that may be a macro and write it',
    'only the address is compared or reckoned with',
    'the same variable was used after its unmap before the patch',
  ],
  mayBeWrongWhen: [
    'the page is never one of high memory, and something else keeps it: the mapping was not needed at all',
  ],
  rebuttal: 'what maps the page again before the use, or why the address stays good without the mapping',
  example: 'copy-behind-the-unmap',
  references: ['Documentation/mm/highmem.rst', 'include/linux/highmem.h: kunmap_local()'],
  check: (pair: FunctionPair): Report[] => {
    const { old, new: now } = pair;
    if (!now?.walk.isComplete || old?.walk.isComplete === false) return [];
    const before = old ? findLateUses(old) : [];
    const after = findLateUses(now);
    // As many as before: variables were renamed, no more.
    if (before.length >= after.length) return [];
    return after.filter(use => !before.some(({ name }) => name === use.name)).flatMap(use => makeReport(pair, use));
  },
});

/** The first such use of each variable. */
function findLateUses({ walk, model }: FunctionSide): LateUse[] {
  const derived = findDerivedPointers(model.graph.nodes.flatMap(node => node.expression ?? []));
  const uses = new Map<string, LateUse>();
  for (const [node, states] of walk.arrivals) {
    for (const name of states[0]?.ended.keys() ?? []) {
      const unmap = firstEnd(states, name);
      if (!unmap || hasLabelBetween(model, unmap, node) || mayBeMappedTwice(model, unmap)) continue;
      const names = [name, ...[...derived].filter(([, base]) => base === name).map(([other]) => other)];
      for (const each of names) {
        const use = node.expression && findUse(node.expression, each);
        const known = uses.get(name);
        if (use && (!known || known.line > use.line)) uses.set(name, { name, unmap, ...use });
      }
    }
  }
  return [...uses.values()];
}

/** The call that has ended the mapping, the uppermost where paths have their own; undefined where some path has not ended it. */
function firstEnd(states: readonly State[], name: string): Call | undefined {
  const ends = states.flatMap(({ ended }) => ended.get(name) ?? []);
  return ends.length === states.length ? ends.toSorted((a, b) => a.line - b.line)[0] : undefined;
}

function findUse(expression: Expression, name: string): Pick<LateUse, 'line' | 'words'> | undefined {
  const { tokens, calls, replaced } = expression;
  if (replaced.includes(name) && !tokens.some(({ text }) => text === '->' || text === '[')) return undefined;
  const again = calls.find(
    call => unmapCalls[call.name]?.takes === 'address' && addressKey(unmapArgument(call)) === name,
  );
  if (again) return { line: again.line, words: `${name} is unmapped once more by ${again.name}()` };
  const access = calls.find(call =>
    memoryAccessCalls[call.name]?.addresses.some(index => addressKey(call.args[index] ?? []) === name),
  );
  if (access) return { line: access.line, words: `${access.name}() gets ${name} here` };
  const place = findDereference(tokens, name);
  return place && { line: place.line, words: `${name} is used here` };
}

/** Of a hunk: kmap() counts, and may have mapped the page once more in lines that are not in sight. */
function mayBeMappedTwice(model: FunctionSide['model'], unmap: Call): boolean {
  return !model.isWhole && unmapCalls[unmap.name]?.takes === 'page';
}

/** Of a hunk: to a label behind the unmap, code that is not in sight may jump with the page still mapped. */
function hasLabelBetween(model: FunctionSide['model'], unmap: Call, node: FlowNode): boolean {
  if (model.isWhole) return false;
  const { body } = model;
  return body.some(
    ({ text, line }, index) =>
      text === ':' && line >= unmap.line && line <= node.line && /^[;{}]$/.test(body[index - 2]?.text ?? ''),
  );
}

function makeReport(pair: FunctionPair, { unmap, line, words }: LateUse): Report[] {
  const place = [line, unmap.line].find(candidate => pair.lines.toOld(candidate) === undefined);
  if (place === undefined) return [];
  return [
    {
      side: 'new',
      line: place,
      what: `${words}, after ${unmap.name}() has ended the mapping that it points into.`,
      proof: [
        { side: 'new', line: unmap.line, words: `the mapping ends: ${unmap.name}()` },
        { side: 'new', line, words },
      ],
    },
  ];
}
