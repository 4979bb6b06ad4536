/** A call that gives an address to somebody for whom a CPU-local or thread-local mapping is not valid. */
export interface HandOver {
  /** Index of the argument that is the address. */
  readonly argument: number;
  readonly to: 'physical' | 'device' | 'thread';
}

const physical = { argument: 0, to: 'physical' } as const;

/**
 * `physical`: reckons the page or the physical address from the virtual one, which is right only for memory that is always mapped
 * (virt_addr_valid()); `device`: does so to let a device read or write there; `thread`: another thread or CPU gets the address.
 * Sources: include/linux/scatterlist.h, dma-mapping.h, usb.h, kthread.h, smp.h, stop_machine.h.
 */
export const handOverCalls: Readonly<Record<string, HandOver>> = {
  virt_to_page: physical,
  virt_to_head_page: physical,
  virt_to_folio: physical,
  virt_to_phys: physical,
  __pa: physical,
  sg_set_buf: { argument: 1, to: 'physical' },
  sg_init_one: { argument: 1, to: 'physical' },
  dma_map_single: { argument: 1, to: 'device' },
  dma_map_single_attrs: { argument: 1, to: 'device' },
  pci_map_single: { argument: 1, to: 'device' },
  usb_fill_bulk_urb: { argument: 3, to: 'device' },
  usb_fill_int_urb: { argument: 3, to: 'device' },
  usb_fill_control_urb: { argument: 4, to: 'device' },
  usb_bulk_msg: { argument: 2, to: 'device' },
  usb_control_msg: { argument: 6, to: 'device' },
  kthread_run: { argument: 1, to: 'thread' },
  kthread_create: { argument: 1, to: 'thread' },
  async_schedule: { argument: 1, to: 'thread' },
  smp_call_function: { argument: 1, to: 'thread' },
  smp_call_function_single: { argument: 2, to: 'thread' },
  on_each_cpu: { argument: 1, to: 'thread' },
  stop_machine: { argument: 1, to: 'thread' },
};

/** Calls that let another thread go on with an object, by the argument that names the object or a member of it. */
export const deferringCalls: Readonly<Record<string, number>> = {
  schedule_work: 0,
  queue_work: 1,
  queue_work_on: 2,
  schedule_delayed_work: 0,
  queue_delayed_work: 1,
  mod_delayed_work: 1,
  kthread_queue_work: 1,
  add_timer: 0,
  mod_timer: 0,
  tasklet_schedule: 0,
  irq_work_queue: 0,
  kthread_run: 1,
  call_rcu: 0,
};
