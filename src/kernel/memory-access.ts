/** What a call reads or writes through its arguments: which of them are addresses, and which tells how many bytes. */
export interface MemoryAccess {
  /** Indexes of the arguments through which it accesses memory of the kernel. */
  readonly addresses: readonly number[];
  /** Index of the argument that gives the bytes; undefined where no argument does. */
  readonly length?: number | undefined;
}

const copy = { addresses: [0, 1], length: 2 } as const;
const first = { addresses: [0], length: 2 } as const;
const second = { addresses: [1], length: 2 } as const;

/** Calls that access what their arguments point to, there and then. Sources: include/linux/string.h, uaccess.h, uio.h, crc32.h. */
export const memoryAccessCalls: Readonly<Record<string, MemoryAccess>> = {
  memcpy: copy,
  memmove: copy,
  memcmp: copy,
  memcpy_flushcache: copy,
  memset: first,
  memchr: first,
  memchr_inv: first,
  memzero_explicit: { addresses: [0], length: 1 },
  copy_page: { addresses: [0, 1] },
  clear_page: { addresses: [0] },
  strlen: { addresses: [0] },
  strcmp: { addresses: [0, 1] },
  strncmp: copy,
  strscpy: copy,
  copy_from_user: first,
  __copy_from_user: first,
  __copy_from_user_inatomic: first,
  copy_from_user_nofault: first,
  copy_to_user: second,
  __copy_to_user: second,
  __copy_to_user_inatomic: second,
  copy_to_user_nofault: second,
  copy_to_iter: { addresses: [0], length: 1 },
  copy_from_iter: { addresses: [0], length: 1 },
  crc32: second,
  crc32_le: second,
  crc32c: second,
};

/** Calls that give the bytes of all pages of a compound page or a folio, where a mapping shows one of them. */
export const compoundSizeCalls: ReadonlySet<string> = new Set([
  'folio_size',
  'page_size',
  'thp_size',
  'huge_page_size',
]);

/** Names by which code says that its folio or page may have more pages than one. */
export const manyPagesNames: ReadonlySet<string> = new Set([
  'folio_test_large',
  'folio_nr_pages',
  'folio_order',
  'thp_nr_pages',
  'thp_order',
  'compound_nr',
  'compound_order',
  'mapping_set_large_folios',
  'huge_page_size',
]);

/** Constants that are more than a page on every architecture, or the bytes of a huge page. */
export const largeSizes = /^(?:HPAGE_SIZE|HPAGE_PMD_SIZE|PMD_SIZE|PUD_SIZE|SZ_(?:128K|256K|512K|\d+M|\d+G))$/;

/** Iterators whose segments may span pages (include/linux/bio.h, blk-mq.h, bvec.h); bio_for_each_segment() cuts them at pages. */
export const multiPageIterators: ReadonlySet<string> = new Set([
  'bio_for_each_bvec',
  'bio_for_each_bvec_all',
  '__bio_for_each_bvec',
  'rq_for_each_bvec',
  'for_each_mp_bvec',
]);

/** Names by which code bounds a length to what is left of a page. */
export const boundNames =
  /PAGE_(?:SIZE|MASK|SHIFT)|offset_in_|^(?:min|max|clamp|umin|min_t|min3|clamp_t)$|_SIZE$|size$|^SZ_/;

/** The members of a struct bio_vec that say where its segment begins and how long it is. */
export const segmentPage = 'bv_page';
export const segmentLength = 'bv_len';
