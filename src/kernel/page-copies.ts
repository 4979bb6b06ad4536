/**
 * Functions that map a page for themselves, for the time of one copy: what replaces a mapping by them replaces its region as well.
 * Sources: include/linux/highmem.h, include/linux/bvec.h.
 */
export const pageCopyCalls: ReadonlySet<string> = new Set([
  'memcpy_from_page',
  'memcpy_to_page',
  'memcpy_page',
  'memmove_page',
  'memset_page',
  'memzero_page',
  'zero_user',
  'zero_user_segment',
  'zero_user_segments',
  'copy_highpage',
  'clear_highpage',
  'memcpy_from_folio',
  'memcpy_to_folio',
  'memcpy_from_file_folio',
  'memcpy_folio',
  'folio_zero_range',
  'folio_zero_segment',
  'folio_zero_segments',
  'folio_fill_tail',
  'memcpy_from_bvec',
  'memcpy_to_bvec',
  'memzero_bvec',
]);
