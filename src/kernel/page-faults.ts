/**
 * What turns page faults off and on apart from a mapping. Only these do: include/linux/uaccess.h says never to use
 * preempt_disable() for it, and a spinlock, an irq-off section or rcu_read_lock() does not keep it either.
 */
export const faultDisablers: ReadonlySet<string> = new Set(['pagefault_disable', '__pagefault_disable']);
export const faultEnablers: ReadonlySet<string> = new Set([
  'pagefault_enable',
  '__pagefault_enable',
  'pagefault_enable_no_resched',
]);

/** Calls that open a scope guard, and the class of guard that holds page faults off (since 2025). */
export const guardCalls: ReadonlySet<string> = new Set(['guard', 'scoped_guard']);
export const faultGuardClass = 'pagefault';

/** Assertions, and the conditions by which code says that it relies on page faults being off. */
export const assertionCalls: ReadonlySet<string> = new Set([
  'WARN_ON',
  'WARN_ON_ONCE',
  'BUG_ON',
  'VM_BUG_ON',
  'VM_WARN_ON',
  'VM_WARN_ON_ONCE',
  'WARN',
  'WARN_ONCE',
]);
export const faultsOffAssertions: ReadonlySet<string> = new Set(['!pagefault_disabled()', '!faulthandler_disabled()']);

/** Calls behind which control does not go on. */
export const noReturnCalls: ReadonlySet<string> = new Set([
  'BUG',
  'panic',
  'unreachable',
  '__builtin_unreachable',
  'do_exit',
  'make_task_dead',
]);

/** Names by which functions that are not in sight say that they turn page faults off. */
export const faultDisablingName = /faults?_(?:off|disable)(?:_|$)/;

/** Names by which functions that are not in sight say that they turn page faults on or off. */
export const faultSwitchingName = /faults?_(?:off|on|disable|enable|begin|end|save|restore)(?:_|$)/;
