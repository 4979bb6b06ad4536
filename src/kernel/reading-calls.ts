/** Functions that get the address of an object and only read it: what is known of the object is known behind them. */
export const readingCalls: ReadonlySet<string> = new Set([
  'test_bit',
  'const_test_bit',
  'atomic_read',
  'atomic64_read',
  'atomic_long_read',
  'refcount_read',
  'kref_read',
  'smp_load_acquire',
  'list_empty',
  'list_empty_careful',
  'hlist_empty',
  'skb_queue_empty',
  'mutex_is_locked',
  'spin_is_locked',
  'rwsem_is_locked',
  'waitqueue_active',
]);
