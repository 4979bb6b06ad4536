import type { Call } from '../../c/expression.js';
import { resolveConditionals } from '../../c/resolve-conditionals.js';
import { tokenize } from '../../c/tokenize.js';
import type { DiffLine } from '../../domain/diff.js';
import { deprecatedCalls, mapCalls } from '../../kernel/mappings.js';
import { textOfAdded } from '../changed-lines.js';
import type { FunctionPair } from '../function-pair.js';
import { makeRule, type Report } from '../rule.js';

export const deprecated = makeRule({
  id: 'kmap/deprecated',
  stage: 'on',
  severity: { file: 'note', hunk: 'note' },
  confidence: { file: 'high', hunk: 'high' },
  summary: 'New code uses a mapping call that is being removed.',
  why:
    'kmap() serialises on a global lock and can run out of slots; kmap_atomic() and io_mapping_map_atomic_wc() turn page faults off, and preemption ' +
    'or migration with them, also where nobody needs it. All are being converted away, and each new use is one more conversion.',
  remedy:
    'Use kmap_local_page() or kmap_local_folio(), or a helper such as memcpy_from_page(); where page faults have to be off, say so with pagefault_disable().',
  staysSilentWhen: [
    'the function had at least as many such calls before the patch: rewritten code is not new',
    'the patch removes the same line in another place: moved code is not new',
    'only the hunks are visible and those of this file remove as many such calls as they add',
    'the function is one of the mapping calls itself',
  ],
  mayBeWrongWhen: ['a backport to a kernel before 5.11, which has no kmap_local_page()'],
  rebuttal: 'what needs the old call here, such as a stable kernel that has no other',
  example: 'new-kmap-atomic',
  references: ['Documentation/mm/highmem.rst', 'include/linux/io-mapping.h', 'scripts/checkpatch.pl'],
  check: (pair: FunctionPair): Report[] => {
    if (pair.name !== undefined && mapCalls[pair.name]) return [];
    const calls = pair.new?.model.calls ?? [];
    return Object.entries(deprecatedCalls).flatMap(([name, replacement]) => {
      const countBefore = pair.old?.model.calls.filter(call => call.name === name).length ?? 0;
      const now = calls.filter(call => call.name === name);
      const added = now.filter(call => pair.lines.toOld(call.line) === undefined && !isMovedHere(pair, call));
      const [first] = added;
      if (!first || now.length <= countBefore || isBalancedInSight(pair, name)) return [];
      const what = `This adds a use of ${name}(), which is being converted away; ${replacement} replaces it.`;
      return [{ side: 'new', line: first.line, what, proof: [] } satisfies Report];
    });
  },
});

/** Hunks without context tear a function into pieces: what one of them adds, another may have removed. */
function isBalancedInSight({ evidence, file }: FunctionPair, name: string): boolean {
  if (evidence === 'file') return false;
  const countUses = (kind: DiffLine['kind']): number => {
    const lines = file.hunks.flatMap(hunk => hunk.lines).filter(line => line.kind === kind);
    const tokens = resolveConditionals(tokenize({ lines: lines.map(line => line.text), firstLine: 1 }, true));
    return tokens.filter(({ text }, index) => text === name && tokens[index + 1]?.text === '(').length;
  };
  return countUses('added') <= countUses('removed');
}

/** A whole function that the patch moves, within its file or into another one. */
function isMovedHere({ file, patch }: FunctionPair, { line }: Call): boolean {
  return patch.removesLine(textOfAdded(file, line));
}
