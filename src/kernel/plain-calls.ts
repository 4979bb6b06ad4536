/**
 * Functions that are called with mapped addresses everywhere, and neither touch user memory nor change whether page faults are off: what
 * they do need not be looked up. Sources: include/linux/string.h, include/linux/highmem.h, include/linux/bvec.h, include/linux/crc32.h.
 */
const plainCalls: ReadonlySet<string> = new Set([
  'container_of',
  'copy_mc_to_kernel',
  'copy_page',
  'copy_user_page',
  'cmpxchg',
  'crypto_shash_update',
  'csum_partial_copy_nocheck',
  'flush_dcache_page',
  'flush_dcache_range',
  'flush_kernel_dcache_page',
  'kasan_reset_tag',
  'kfree',
  'likely',
  'memchr',
  'memchr_inv',
  'memcmp',
  'memcpy',
  'memcpy_flushcache',
  'memcpy_from_bvec',
  'memcpy_from_folio',
  'memcpy_from_page',
  'memcpy_to_bvec',
  'memcpy_to_folio',
  'memcpy_to_page',
  'memmove',
  'memscan',
  'memset',
  'print_hex_dump',
  'printk',
  'sg_init_one',
  'sg_set_buf',
  'skb_copy_bits',
  'skb_store_bits',
  'snprintf',
  'strcmp',
  'strlen',
  'strncmp',
  'strnlen',
  'strscpy',
  'swap',
  'unlikely',
  'xxhash',
]);

/** Bit operations, byte orders, checksums and messages, which have too many names. */
const plainName =
  /^_*(?:bitmap|change_bit|clear_bit|crc|dev|find_(?:first|last|next)|hweight|netdev|pr|set_bit|test)(?:_|\d|$)|^(?:cpu_to_)?[bl]e(?:16|32|64)_/;

/** Whether a function of that name is known to do neither. */
export function isPlainCall(name: string): boolean {
  return plainCalls.has(name) || plainName.test(name);
}
