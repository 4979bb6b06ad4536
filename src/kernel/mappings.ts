/**
 * What a mapping gives while it lives. `atomic` turns page faults off until the unmap, and preemption
 * with them (on PREEMPT_RT migration only); `local` gives neither and
 * must be undone in reverse order; `global` gives neither and has no order.
 * Sources: Documentation/mm/highmem.rst, include/linux/highmem-internal.h, include/linux/io-mapping.h.
 */
export type MappingKind = 'atomic' | 'local' | 'global';

/** Calls that undo each other belong to one family: kunmap_local() does not undo io_mapping_map_local_wc(). */
export type MappingFamily = 'kmap' | 'io_mapping' | 'coherent' | 'bvec-irq' | 'sg_miter';

export interface MapCall {
  readonly kind: MappingKind;
  readonly family: MappingFamily;
}

export interface UnmapCall extends MapCall {
  /** What the argument names: the address that the map call returned, or the page that it was given. */
  readonly takes: 'address' | 'page';
  /** Index of that argument, where it is not the first. */
  readonly argument?: number | undefined;
}

const atomic = { kind: 'atomic', family: 'kmap' } as const;
const local = { kind: 'local', family: 'kmap' } as const;
const global = { kind: 'global', family: 'kmap' } as const;

/** Functions that return a mapping. One line a function. */
export const mapCalls: Readonly<Record<string, MapCall>> = {
  kmap_atomic: atomic,
  kmap_atomic_prot: atomic,
  kmap_atomic_pfn: atomic,
  kmap_atomic_prot_pfn: atomic,
  __kmap_atomic: atomic,
  kmap_local_page: local,
  kmap_local_page_prot: local,
  kmap_local_page_try_from_panic: local,
  kmap_local_folio: local,
  kmap_local_pfn: local,
  bvec_kmap_local: local,
  kmap: global,
  io_mapping_map_atomic_wc: { kind: 'atomic', family: 'io_mapping' },
  io_mapping_map_local_wc: { kind: 'local', family: 'io_mapping' },
  io_mapping_map_wc: { kind: 'global', family: 'io_mapping' },
  kmap_coherent: { kind: 'atomic', family: 'coherent' },
  bvec_kmap_irq: { kind: 'atomic', family: 'bvec-irq' },
};

/** Functions that end a mapping. */
export const unmapCalls: Readonly<Record<string, UnmapCall>> = {
  kunmap_atomic: { ...atomic, takes: 'address' },
  __kunmap_atomic: { ...atomic, takes: 'address' },
  kunmap_atomic_notypecheck: { ...atomic, takes: 'address' },
  kunmap_local: { ...local, takes: 'address' },
  __kunmap_local: { ...local, takes: 'address' },
  folio_release_kmap: { ...local, takes: 'address', argument: 1 },
  unmap_and_put_page: { ...local, takes: 'address', argument: 1 },
  kunmap: { ...global, takes: 'page' },
  io_mapping_unmap_atomic: { kind: 'atomic', family: 'io_mapping', takes: 'address' },
  io_mapping_unmap_local: { kind: 'local', family: 'io_mapping', takes: 'address' },
  io_mapping_unmap: { kind: 'global', family: 'io_mapping', takes: 'address' },
  kunmap_coherent: { kind: 'atomic', family: 'coherent', takes: 'address' },
  bvec_kunmap_irq: { kind: 'atomic', family: 'bvec-irq', takes: 'address' },
};

/** The call that ends mappings of a kind and does nothing else; undefined where the table has none. */
export function findUnmapFor({
  kind,
  family,
}: MapCall): { readonly name: string; readonly unmap: UnmapCall } | undefined {
  const found = Object.entries(unmapCalls).find(
    ([, unmap]) => unmap.kind === kind && unmap.family === family && unmap.argument === undefined,
  );
  return found && { name: found[0], unmap: found[1] };
}

/**
 * Mapping calls that new code is asked not to use, and what replaces them. Documentation/mm/highmem.rst says so of kmap() and
 * kmap_atomic(); io_mapping_map_atomic_wc() has the same side effect, and include/linux/io-mapping.h offers the local form beside it.
 */
export const deprecatedCalls: Readonly<Record<string, string>> = {
  kmap: 'kmap_local_page()',
  kmap_atomic: 'kmap_local_page()',
  kmap_atomic_prot: 'kmap_local_page_prot()',
  kmap_atomic_pfn: 'kmap_local_pfn()',
  io_mapping_map_atomic_wc: 'io_mapping_map_local_wc()',
};

/** Functions that give the kernel address of a page that is always mapped: they give no guarantee and need no end. */
export const plainAddressCalls: ReadonlySet<string> = new Set([
  'page_address',
  'folio_address',
  'page_to_virt',
  'lowmem_page_address',
  'sg_virt',
  'bvec_virt',
  'pfn_to_kaddr',
  'phys_to_virt',
  '__va',
]);

/** Names of functions that take a mapping over: `put_page_and_unmap()`, `inode_release()`; not `compute()`, `send()`. */
export const handOverName = /(?:^|_)(?:put|k?unmap|release|free|end)(?:_|$)/;

/** Functions of such a name that drop a reference to the page, or the page itself, and leave its mapping alone. */
export const pageReleaseCalls: ReadonlySet<string> = new Set([
  'put_page',
  'folio_put',
  'page_cache_release',
  'release_pages',
  '__free_page',
  '__free_pages',
  'free_page',
  'put_user_page',
  'unpin_user_page',
]);
