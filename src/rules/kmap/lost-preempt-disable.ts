import type { Call } from '../../c/expression.js';
import { cpuLocalCalls, preemptionCoverName } from '../../kernel/preemption.js';
import type { FunctionPair, FunctionSide } from '../function-pair.js';
import { matchCalls } from '../loss/match-calls.js';
import { makeRule, type Report } from '../rule.js';
import type { LiveMapping, State } from '../walk/state.js';

/** An access to what belongs to this CPU that stood in an atomic mapping, and stands in a local one now. */
interface Loss {
  readonly call: Call;
  readonly before: LiveMapping;
  readonly now: LiveMapping;
}

export const lostPreemptDisable = makeRule({
  id: 'kmap/lost-preempt-disable',
  stage: 'trial',
  severity: { file: 'warning', hunk: 'warning' },
  confidence: { file: 'medium', hunk: 'low' },
  summary: 'Per-CPU state that was used with preemption off can be used on another CPU after this patch.',
  why:
    'kmap_atomic() turns preemption off as a side effect (on PREEMPT_RT only migration), and kmap_local_page() does not. Code that uses ' +
    'per-CPU data, flushes what the local CPU caches, or writes under a bare sequence count in such a region was kept on its CPU by it. Now ' +
    'the task can be moved or interrupted in between.',
  remedy:
    'Put preempt_disable() and preempt_enable() around the access to the per-CPU state, or use get_cpu_ptr(), a local_lock, or this_cpu_*() calls that are safe by themselves.',
  staysSilentWhen: [
    'anything in the function looks like a lock, an irq-off or RCU section, get_cpu(), preempt_disable(), a guard, or an assertion of one',
    'so does anything in a function of the file that calls it',
    'the function can be called from other files, or its callers are not in sight: what they hold is not known',
    'only a part of the function is in sight',
    'the access stands outside of the mapping now',
  ],
  mayBeWrongWhen: ['what runs the function keeps it on one CPU: an interrupt handler, a per-CPU thread'],
  rebuttal: 'what keeps the task on its CPU: the lock that every caller holds, or the context that it runs in',
  references: ['Documentation/mm/highmem.rst', 'Documentation/locking/preempt-locking.rst'],
  example: 'per-cpu-counter',
  check: (pair: FunctionPair): Report[] => {
    const losses = findLosses(pair);
    if (losses.length === 0) return [];
    const callers = pair.findCallers();
    if (callers?.some(isCovered)) return [];
    const withheldFor = callers === undefined ? 'who calls it is not in sight, and may keep it on its CPU' : undefined;
    return losses.flatMap(loss => makeReport(pair, loss, withheldFor));
  },
});

function findLosses(pair: FunctionPair): Loss[] {
  const { old, new: now } = pair;
  if (!old?.walk.isComplete || !now?.walk.isComplete || !old.model.isWhole || !now.model.isWhole) return [];
  if (isCovered(old.model) || isCovered(now.model)) return [];
  const matches = matchCalls(cpuLocalOf(old), cpuLocalOf(now), pair.lines, call => call.name);
  return [...matches].flatMap(([call, oldCall]) => {
    const before = (old.walk.events.get(oldCall) ?? []).map(atomicOf);
    const after = now.walk.events.get(call) ?? [];
    const local = after.map(state =>
      state.live.findLast(({ kind, isFromBefore }) => kind === 'local' && !isFromBefore),
    );
    const [first] = before;
    const [other] = local;
    if (!first || !other || before.includes(undefined) || local.includes(undefined)) return [];
    return after.some(state => state.faultsOff.length > 0) ? [] : [{ call, before: first, now: other }];
  });
}

function cpuLocalOf({ walk }: FunctionSide): readonly Call[] {
  return [...walk.events.keys()].filter(call => cpuLocalCalls.has(call.name));
}

function atomicOf({ faultsOff }: State): LiveMapping | undefined {
  return faultsOff.findLast(({ mapping }) => mapping && !mapping.toldBy && !mapping.isFromBefore)?.mapping;
}

function isCovered({ calls }: { readonly calls: readonly Call[] }): boolean {
  return calls.some(call => preemptionCoverName.test(call.name));
}

function makeReport(pair: FunctionPair, { call, before, now }: Loss, withheldFor: string | undefined): Report[] {
  const line = [now.call.line, call.line].find(candidate => pair.lines.toOld(candidate) === undefined);
  if (line === undefined) return [];
  return [
    {
      side: 'new',
      line,
      what: `${before.call.name}() kept preemption off around ${call.name}(); ${now.call.name}() does not, and nothing else here does. The task can now be moved to another CPU in between.`,
      proof: [
        {
          side: 'old',
          line: before.call.line,
          words: `preemption was off from here: ${before.call.name}() turned it off`,
        },
        { side: 'new', line: call.line, words: `${call.name}() relied on it` },
      ],
      withheldFor,
    },
  ];
}
