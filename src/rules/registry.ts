import { deprecated } from './kmap/deprecated.js';
import { escapes } from './kmap/escapes.js';
import { lostPagefaultDisable } from './kmap/lost-pagefault-disable.js';
import { lostPreemptDisable } from './kmap/lost-preempt-disable.js';
import { missingUnmap } from './kmap/missing-unmap.js';
import { pastPageEnd } from './kmap/past-page-end.js';
import { unmapAddress } from './kmap/unmap-address.js';
import { unmapMismatch } from './kmap/unmap-mismatch.js';
import { unmapOrder } from './kmap/unmap-order.js';
import { useAfterUnmap } from './kmap/use-after-unmap.js';
import { sleeps } from './pagefault/sleeps.js';
import { unbalanced } from './pagefault/unbalanced.js';
import type { Rule } from './rule.js';

/** Every rule, in the order in which findings on one line are shown. */
export const rules: readonly Rule[] = Object.freeze([
  lostPagefaultDisable,
  lostPreemptDisable,
  unmapMismatch,
  unmapAddress,
  missingUnmap,
  unmapOrder,
  unbalanced,
  sleeps,
  useAfterUnmap,
  pastPageEnd,
  escapes,
  deprecated,
]);
