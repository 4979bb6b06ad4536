/**
 * Calls that rely on preemption being off: they use what belongs to this CPU, write back or flush what this CPU alone holds, or open a
 * write section that a reader of higher priority must not interrupt for long.
 * Sources: include/linux/percpu-defs.h, include/linux/smp.h, include/linux/seqlock.h, include/linux/u64_stats_sync.h.
 * Not here: this_cpu_inc() and the like, which are safe by themselves, and raw_smp_processor_id(), which asks for no more than a hint.
 */
export const cpuLocalCalls: ReadonlySet<string> = new Set([
  'smp_processor_id',
  'this_cpu_ptr',
  '__get_cpu_var',
  '__this_cpu_read',
  '__this_cpu_write',
  '__this_cpu_add',
  '__this_cpu_sub',
  '__this_cpu_inc',
  '__this_cpu_dec',
  '__this_cpu_add_return',
  '__this_cpu_inc_return',
  '__this_cpu_dec_return',
  '__this_cpu_xchg',
  '__this_cpu_cmpxchg',
  'write_seqcount_begin',
  'raw_write_seqcount_begin',
  'u64_stats_update_begin',
  'local_flush_tlb_one',
  'local_flush_tlb_page',
  'local_flush_data_cache_page',
  '__flush_tlb_one_kernel',
]);

/**
 * Names of calls that keep a task on its CPU in their own way, or assert that something does: spin locks, local locks, interrupts off,
 * get_cpu(), guards. Sleeping locks are among them: who takes a lock around per-CPU data has thought of it.
 */
export const preemptionCoverName =
  /lock|irq|preempt|(?:get|put)_cpu|migrate|_bh(?:_|$)|rcu_read|in_(?:atomic|interrupt|task)$|^(?:scoped_)?guard$/;
