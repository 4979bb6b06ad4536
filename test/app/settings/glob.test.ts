import { expect, test } from '@jest/globals';
import { findGlobFault, makePathFilter } from '../../../src/app/settings/glob.js';

test.each([
  ['mm/slab.c', ['mm/slab.c'], ['mm/slab_c', 'mm/slab.c.orig', 'xmm/slab.c', 'mm/slab']],
  ['mm/', ['mm/slab.c', 'mm/kasan/init.c'], ['mm', 'mmu/slab.c', 'arch/x86/mm/init.c']],
  ['kernel/*.c', ['kernel/fork.c', 'kernel/.c'], ['kernel/irq/chip.c', 'kernel/fork.h']],
  ['fs/*/inode.c', ['fs/ext4/inode.c'], ['fs/inode.c', 'fs/a/b/inode.c']],
  [
    'fs/**/inode.c',
    ['fs/inode.c', 'fs/ext4/inode.c', 'fs/a/b/inode.c'],
    ['fs/xinode.c', 'fs/a/xinode.c', 'xfs/inode.c'],
  ],
  ['**/Kconfig', ['Kconfig', 'mm/Kconfig', 'a/b/Kconfig'], ['xKconfig', 'mm/Kconfig.debug']],
  ['drivers/net/**', ['drivers/net/tun.c', 'drivers/net/phy/phy.c'], ['drivers/net', 'drivers/network.c']],
  ['**', ['Makefile', 'a/b'], []],
  ['a?c', ['abc', 'a.c', 'aéc', 'a💡c'], ['a/c', 'ac', 'abbc']],
  ['include/{linux,asm-generic}/*.h', ['include/linux/mm.h', 'include/asm-generic/io.h'], ['include/uapi/a.h']],
  ['mm/{slab,slub}{,_common}.c', ['mm/slub.c', 'mm/slab_common.c'], ['mm/{slab}.c']],
  ['{mm/,fs/**/*.c}', ['mm/a', 'fs/a.c'], ['fs/a.h']],
  ['*a*a*b', ['aab', 'xaxaxb', 'aaab'], ['ab', 'aa', 'aabx']],
])('%s', (glob, wanted, unwanted) => {
  expect(findGlobFault(glob)).toBeUndefined();
  const isWanted = makePathFilter([glob]);
  expect(wanted.filter(path => !isWanted(path))).toEqual([]);
  expect(unwanted.filter(isWanted)).toEqual([]);
});

test('one glob of several is enough, and without any every path is wanted', () => {
  expect(makePathFilter(['mm/', 'fs/'])('fs/a.c')).toBe(true);
  expect(makePathFilter([])('any/path')).toBe(true);
});

test.each([
  '',
  '/mm',
  './mm',
  '../mm',
  'mm//a',
  'mm/../a',
  'mm/..',
  '!mm',
  'mm/[a].c',
  'mm\\a',
  'a**',
  '**a/b',
  '{a',
  'a}',
  '}{',
  '{a,{b}}',
  'a{b,**}',
  '{,a}',
])('%j is no glob', glob => {
  expect(findGlobFault(glob)).toBeDefined();
});

test('the work grows with the lengths of glob and path, not with the ways to fit one into the other', () => {
  // A regular expression of this takes longer than the world has stood.
  const isWanted = makePathFilter([`${'*a'.repeat(200)}b`, `${'**/a/'.repeat(80)}b`]);
  expect(isWanted('a'.repeat(4_000))).toBe(false);
  expect(isWanted('a/'.repeat(2_000))).toBe(false);
});
