import type { MappingKind } from './mappings.js';

/**
 * Iteration over the pages of a scatterlist: sg_miter_start() says by a flag how each page is to be mapped, sg_miter_next() maps the next
 * one and undoes the one before, and returns false behind the last. Source: lib/scatterlist.c.
 */
export const iteratorStart = 'sg_miter_start';
export const iteratorNext = 'sg_miter_next';
/** Index of the flags among the arguments of sg_miter_start(); the iterator itself comes first everywhere. */
export const iteratorFlagsArgument = 3;

/** Calls that undo the mapping of the page at hand. */
export const iteratorEnds: ReadonlySet<string> = new Set(['sg_miter_stop', 'sg_miter_skip']);

/** How the flags ask for a page to be mapped; without one of the first two by kmap(). SG_MITER_LOCAL is there since 2025. */
export const iteratorFlags: Readonly<Record<string, MappingKind>> = {
  SG_MITER_ATOMIC: 'atomic',
  SG_MITER_LOCAL: 'local',
  SG_MITER_TO_SG: 'global',
  SG_MITER_FROM_SG: 'global',
};
