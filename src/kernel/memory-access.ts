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
