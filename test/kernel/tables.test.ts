import { describe, expect, test } from '@jest/globals';
import { deprecatedCalls, mapCalls, plainAddressCalls, unmapCalls } from '../../src/kernel/mappings.js';
import {
  assertionCalls,
  faultDisablers,
  faultEnablers,
  guardCalls,
  noReturnCalls,
} from '../../src/kernel/page-faults.js';
import { iteratorAccessCalls, userAccessCalls } from '../../src/kernel/user-access.js';

describe('user accesses', () => {
  test.each([
    'copy_from_user copy_to_user __copy_from_user __copy_to_user __copy_from_user_inatomic __copy_to_user_inatomic',
    '__copy_from_user_inatomic_nocache get_user put_user __get_user __put_user unsafe_get_user unsafe_put_user',
    'clear_user strncpy_from_user strnlen_user csum_and_copy_from_user csum_and_copy_to_user copy_struct_from_user',
    '_copy_to_iter _copy_from_iter copy_to_iter copy_from_iter copy_page_to_iter copy_page_from_iter iov_iter_zero',
    'csum_and_copy_to_iter csum_and_copy_from_iter copyin copyout copy_from_sockptr copy_mc_to_user raw_copy_from_user',
    'raw_copy_to_user skb_copy_datagram_iter futex_atomic_cmpxchg_inatomic arch_futex_atomic_op_inuser',
  ])('%s rely on page faults being off', names => {
    expect(names.split(' ').filter(name => !(userAccessCalls.has(name) || iteratorAccessCalls.has(name)))).toEqual([]);
  });

  test.each([
    ['turn them off themselves', 'copy_from_user_nofault copy_to_user_nofault copy_from_kernel_nofault'],
    ['turn them off themselves', 'copy_to_kernel_nofault strncpy_from_user_nofault get_kernel_nofault'],
    ['turn them off themselves', 'copy_page_from_iter_atomic copy_folio_from_iter_atomic copy_page_to_iter_nofault'],
    ['turn them off themselves', 'futex_get_value_locked futex_cmpxchg_value_locked futex_atomic_op_inuser'],
    ['never touch user addresses', 'copy_user_page copy_user_highpage copy_mc_to_kernel clear_user_highpage zero_user'],
    [
      'never touch user addresses',
      'csum_partial_copy_nocheck skb_copy_bits skb_store_bits memcpy_to_page memcpy_from_page',
    ],
    ['have no place in such a region', 'fault_in_readable fault_in_writeable get_user_pages pin_user_pages_fast'],
  ])('that %s rely on nothing: %s', (_, names) => {
    expect(names.split(' ').filter(name => userAccessCalls.has(name))).toEqual([]);
  });
});

describe('mappings', () => {
  test('every kind that is mapped is unmapped, in its family, and the reverse', () => {
    const kindsOf = (calls: typeof mapCalls): string[] =>
      [...new Set(Object.values(calls).map(({ family, kind }) => `${family} ${kind}`))].sort();
    expect(kindsOf(unmapCalls)).toEqual(kindsOf(mapCalls));
  });

  test('of all unmaps only kunmap() takes the page', () => {
    const ofPages = Object.entries(unmapCalls).filter(([, unmap]) => unmap.takes === 'page');
    expect(ofPages.map(([name]) => name)).toEqual(['kunmap']);
  });

  test('only atomic mappings keep page faults off', () => {
    const kinds = [
      'kmap_atomic',
      'io_mapping_map_atomic_wc',
      'kmap_coherent',
      'kmap_local_page',
      'kmap_local_folio',
      'kmap',
    ];
    expect(kinds.map(name => mapCalls[name]?.kind)).toEqual(['atomic', 'atomic', 'atomic', 'local', 'local', 'global']);
  });

  test('what is deprecated is a mapping, and its replacement a local one', () => {
    const odd = Object.entries(deprecatedCalls).filter(
      ([name, replacement]) => !mapCalls[name] || mapCalls[replacement.replace('()', '')]?.kind !== 'local',
    );
    expect(odd).toEqual([]);
  });
});

test('no function stands in two tables', () => {
  const names = [mapCalls, unmapCalls].flatMap(Object.keys);
  const sets = [
    userAccessCalls,
    faultDisablers,
    faultEnablers,
    guardCalls,
    assertionCalls,
    noReturnCalls,
    plainAddressCalls,
  ];
  const all = [...names, ...sets.flatMap(set => [...set])];
  expect(all.filter((name, index) => all.indexOf(name) !== index)).toEqual([]);
});

test('preempt_disable(), locks and RCU do not turn page faults off', () => {
  const others = ['preempt_disable', 'spin_lock', 'local_irq_save', 'rcu_read_lock', 'local_lock'];
  expect(others.filter(name => faultDisablers.has(name))).toEqual([]);
});
