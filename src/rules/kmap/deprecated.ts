import { deprecatedCalls } from '../../kernel/mappings.js';
import type { FunctionPair } from '../function-pair.js';
import { makeRule, type Report } from '../rule.js';

export const deprecated = makeRule({
  id: 'kmap/deprecated',
  stage: 'on',
  severity: { file: 'note', hunk: 'note' },
  confidence: { file: 'high', hunk: 'high' },
  summary: 'New code uses a mapping call that is being removed.',
  why:
    'kmap() serialises on a global lock and can run out of slots; kmap_atomic() turns page faults and preemption off where nobody needs it. ' +
    'Both are being converted away, and each new use is one more conversion.',
  remedy:
    'Use kmap_local_page() or kmap_local_folio(), or a helper such as memcpy_from_page(); where page faults have to be off, say so with pagefault_disable().',
  staysSilentWhen: [
    'the function had at least as many such calls before the patch: moved or rewrapped code is not new',
  ],
  mayBeWrongWhen: ['a backport to a kernel before 5.11, which has no kmap_local_page()'],
  references: ['Documentation/mm/highmem.rst', 'scripts/checkpatch.pl'],
  check: (pair: FunctionPair): Report[] => {
    const calls = pair.new?.model.calls ?? [];
    return Object.entries(deprecatedCalls).flatMap(([name, replacement]) => {
      const countBefore = pair.old?.model.calls.filter(call => call.name === name).length ?? 0;
      const now = calls.filter(call => call.name === name);
      const added = now.filter(call => pair.lines.toOld(call.line) === undefined);
      const [first] = added;
      if (!first || now.length <= countBefore) return [];
      const what = `This adds a use of ${name}(), which is deprecated; ${replacement} is its replacement.`;
      return [{ side: 'new', line: first.line, what, proof: [] } satisfies Report];
    });
  },
});
