import type { RuleDoc } from '../../../src/domain/rule.js';

/** Two rules, as documents: the renderers need their words only. */
export const rules: readonly RuleDoc[] = [
  {
    id: 'kmap/lost-pagefault-disable',
    stage: 'on',
    severity: { file: 'error', hunk: 'warning' },
    confidence: { file: 'high', hunk: 'medium' },
    summary: 'A user copy ran with page faults off, and the patch turns them on.',
    why: 'kmap_atomic() turns page faults off until the unmap, kmap_local_page() does not. A copy that used to fail fast and fall back outside of the locks now takes the fault on the spot, and mmap_lock with it.',
    remedy:
      'If the copy has to fail fast, put pagefault_disable() after the mapping and pagefault_enable() before the unmap, on every way out.',
    staysSilentWhen: [
      'the copy turns faults off itself, as copy_from_user_nofault() does',
      'an explicit pagefault_disable() encloses it',
    ],
    mayBeWrongWhen: ['every caller in another file turns page faults off'],
    references: ['include/linux/uaccess.h', 'https://docs.kernel.org/mm/highmem.html'],
  },
  {
    id: 'kmap/unmap-order',
    stage: 'trial',
    severity: { file: 'warning', hunk: 'note' },
    confidence: { file: 'high', hunk: 'low' },
    summary: 'Nested local mappings are unmapped in the order in which they were mapped.',
    why: 'Local mappings are a stack: the last one mapped has to be the first one unmapped.',
    remedy: 'Unmap in the reverse order.',
    staysSilentWhen: [],
    mayBeWrongWhen: ['the two addresses are one mapping under two names'],
    references: ['Documentation/mm/highmem.rst'],
  },
];
