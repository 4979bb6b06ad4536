import { squeeze } from '../../c/expression.js';
import { groupBy } from '../../domain/group-by.js';
import { unmapCalls } from '../../kernel/mappings.js';
import type { FunctionModel } from '../function-model.js';
import type { FunctionPair, FunctionSide } from '../function-pair.js';
import { makeRule, type Report } from '../rule.js';
import type { LiveMapping } from '../state.js';
import type { ExitState } from '../walk.js';

/** A way out of the function on which a mapping, that other ways undo, is still alive. */
interface Leak {
  readonly exit: ExitState;
  readonly mapping: LiveMapping;
}

export const missingUnmap = makeRule({
  id: 'kmap/missing-unmap',
  stage: 'trial',
  severity: { file: 'warning', hunk: 'warning' },
  confidence: { file: 'medium', hunk: 'low' },
  summary: 'A mapping is kept on a way out of the function.',
  why:
    'A kmap_local_page() or kmap_atomic() mapping takes a slot of the task (or of the CPU) that is given back in reverse order only: one that is ' +
    'kept makes every later unmap end the wrong one, and on 32-bit runs out of slots. An atomic one also leaves page faults and preemption off.',
  remedy: 'Unmap before this return or goto, or jump to a label that does.',
  staysSilentWhen: [
    'no other way out of the function ends the mapping: it belongs to somebody else',
    'the address is returned or stored in a longer-lived object',
    'some path to this way out has the mapping ended already',
    'the mapping was kept on a way out before the patch',
  ],
  mayBeWrongWhen: ['a helper that is not in sight ends the mapping'],
  references: ['Documentation/mm/highmem.rst', 'include/linux/highmem-internal.h'],
  check: (pair: FunctionPair): Report[] => {
    const { old, new: now } = pair;
    if (!now?.walk.isComplete || !now.model.isWhole) return [];
    if (old && !old.walk.isComplete) return [];
    const before = new Set(old ? findLeaks(old).map(leak => leak.mapping.address) : []);
    return findLeaks(now)
      .filter(leak => !before.has(leak.mapping.address))
      .flatMap(leak => makeReport(pair, leak));
  },
});

function findLeaks({ walk, model }: FunctionSide): Leak[] {
  const owned = new Set([...walk.unmaps.values()].flat().map(seen => seen.mapping?.call));
  const exitsOf = groupBy(walk.exits, exit => exit.node);
  const leaks: Leak[] = [];
  for (const exits of exitsOf.values()) {
    const [first] = exits;
    for (const mapping of first?.live ?? []) {
      const isKept = exits.every(exit => exit.live.some(other => other.call === mapping.call));
      const isOwn = owned.has(mapping.call) && isLocalVariable(mapping) && !isHandedOn(mapping, model);
      if (first && isKept && isOwn && !returnsAddress(first, mapping)) leaks.push({ exit: first, mapping });
    }
  }
  return leaks;
}

function isLocalVariable(mapping: LiveMapping): boolean {
  return mapping.address !== undefined && /^\w+$/.test(mapping.address);
}

/** A helper takes the address over: `put_page_and_unmap(page, kaddr)`. */
function isHandedOn(mapping: LiveMapping, model: FunctionModel): boolean {
  return model.calls.some(
    call =>
      unmapCalls[call.name] === undefined &&
      /put|unmap|release|free|end/.test(call.name) &&
      call.args.some(argument => squeeze(argument) === mapping.address),
  );
}

function returnsAddress(exit: ExitState, mapping: LiveMapping): boolean {
  const tokens = exit.node.exit === 'return' ? (exit.node.expression?.tokens ?? []) : [];
  return tokens.some(token => token.text === mapping.address);
}

function makeReport(pair: FunctionPair, { exit, mapping }: Leak): Report[] {
  const { line } = exit.node;
  const place = [line, mapping.call.line].find(candidate => pair.lines.toOld(candidate) === undefined);
  if (place === undefined) return [];
  return [
    {
      side: 'new',
      line: place,
      what: `The mapping that ${mapping.call.name}() made in ${mapping.address} is kept on this way out; other ways out of the function end it.`,
      proof: [
        { side: 'new', line: mapping.call.line, words: `mapped by ${mapping.call.name}()` },
        { side: 'new', line, words: 'the function is left here with the mapping alive' },
      ],
    },
  ];
}
