/**
 * Calls that may touch user memory and do not turn page faults off themselves: under kmap_atomic() they failed fast, without it they
 * take the fault. `__copy_from_user_inatomic()` belongs here whatever its name says: it expects faults to be off.
 * Sources: include/linux/uaccess.h, include/linux/uio.h, include/linux/skbuff.h, lib/iov_iter.c.
 * Not here, since they turn faults off themselves: copy_{from,to}_user_nofault(), copy_{from,to}_kernel_nofault(),
 * copy_page_from_iter_atomic(), copy_folio_from_iter_atomic(), copy_page_to_iter_nofault(), futex_atomic_op_inuser().
 * Not here, since they never touch user addresses: copy_user_page(), copy_user_highpage(), clear_user_highpage(), zero_user*(),
 * csum_partial_copy_nocheck(), skb_copy_bits(), memcpy_{from,to}_page().
 */
export const userAccessCalls: ReadonlySet<string> = new Set([
  'copy_from_user',
  'copy_to_user',
  '_copy_from_user',
  '_copy_to_user',
  '__copy_from_user',
  '__copy_to_user',
  '__copy_from_user_inatomic',
  '__copy_to_user_inatomic',
  '__copy_from_user_inatomic_nocache',
  '__copy_from_user_nocache',
  '__copy_from_user_flushcache',
  'copy_in_user',
  '__copy_in_user',
  'raw_copy_from_user',
  'raw_copy_to_user',
  'copy_mc_to_user',
  'copy_struct_from_user',
  'copy_from_sockptr',
  'copy_from_sockptr_offset',
  'copy_safe_from_sockptr',
  'copy_to_sockptr',
  'copy_to_sockptr_offset',
  'copyin',
  'copyout',
  'copyin_nocache',
  'copyout_mcsafe',
  'get_user',
  'put_user',
  '__get_user',
  '__put_user',
  'unsafe_get_user',
  'unsafe_put_user',
  'unsafe_copy_to_user',
  'unsafe_copy_from_user',
  'clear_user',
  '__clear_user',
  'strncpy_from_user',
  'strnlen_user',
  'csum_and_copy_from_user',
  'csum_and_copy_to_user',
  'csum_partial_copy_from_user',
  'memcpy_fromiovec',
  'memcpy_toiovec',
  'memcpy_fromiovecend',
  'memcpy_toiovecend',
  'skb_copy_datagram_iovec',
  'skb_copy_and_csum_datagram_msg',
  'futex_atomic_cmpxchg_inatomic',
  'arch_futex_atomic_op_inuser',
]);

/**
 * Copies through an iov_iter: they touch user memory only where the iterator is one over user addresses
 * (include/linux/uio.h: ITER_IOVEC, ITER_UBUF; not ITER_KVEC, ITER_BVEC, ITER_XARRAY).
 */
export const iteratorAccessCalls: ReadonlySet<string> = new Set([
  'csum_and_copy_from_iter',
  'csum_and_copy_to_iter',
  'copy_to_iter',
  'copy_from_iter',
  '_copy_to_iter',
  '_copy_from_iter',
  '_copy_mc_to_iter',
  'copy_mc_to_iter',
  'copy_from_iter_nocache',
  'copy_from_iter_full',
  'copy_from_iter_full_nocache',
  'copy_from_iter_flushcache',
  'csum_and_copy_from_iter_full',
  'memcpy_from_msg',
  'memcpy_to_msg',
  'skb_copy_datagram_msg',
  'copy_page_to_iter',
  'copy_page_from_iter',
  'copy_folio_from_iter',
  'copy_folio_to_iter',
  'iov_iter_zero',
  'skb_copy_datagram_iter',
  'skb_copy_datagram_from_iter',
]);

/**
 * Calls that ask after the kind of an iterator, or make one that is none over user addresses. Code that does knows with which kinds it
 * goes on; what it knows is not followed.
 */
export const iteratorKindCalls: ReadonlySet<string> = new Set([
  'iov_iter_is_kvec',
  'iov_iter_is_bvec',
  'iov_iter_is_xarray',
  'iov_iter_is_folioq',
  'iov_iter_is_pipe',
  'user_backed_iter',
  'iter_is_iovec',
  'iter_is_ubuf',
  'iov_iter_kvec',
  'iov_iter_bvec',
  'iov_iter_xarray',
  'iov_iter_folio_queue',
  'iov_iter_discard',
]);

/** Names of accesses that are written to run with page faults off, and nowhere else. */
const faultsOffAccessName = /_inatomic(?:_|$)/;

/** Whether an access expects page faults to be off, by its name. */
export function expectsFaultsOff(name: string): boolean {
  return faultsOffAccessName.test(name);
}

/** Names by which functions that are not in sight say that they copy between the kernel and user memory: `foo_copy_from_user_iovec()`. */
const userCopyName = /(?:^|_)copy_(?:from|to)_user(?:_|$)/;

/** Names of that kind whose functions turn page faults off themselves, or write to a user page through a kernel mapping. */
const harmlessCopyName = /nofault|_user_(?:high)?page(?:s|_|$)/;

/** Whether the name of a function that is not in sight says that it copies from or to user memory as page faults are when it is called. */
export function isNamedForUserCopy(name: string): boolean {
  return userCopyName.test(name) && !harmlessCopyName.test(name);
}

/**
 * Functions that run the functions which they are handed, over each stretch of an iterator and before they return:
 * one for user addresses, one for all others (include/linux/iov_iter.h, since 6.7).
 */
export const stepRunners: ReadonlySet<string> = new Set(['iterate_and_advance', 'iterate_and_advance2']);

/** Calls that set how far user addresses reach, in kernels before 5.10, and the limits with which user addresses are kernel addresses. */
export const addressLimitCalls: ReadonlySet<string> = new Set(['set_fs']);
export const kernelAddressLimits: ReadonlySet<string> = new Set(['KERNEL_DS', 'get_ds()']);
