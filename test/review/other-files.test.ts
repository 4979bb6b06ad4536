import { describe, expect, test } from '@jest/globals';
import { limits } from '../../src/domain/limits.js';
import type { Patch } from '../../src/domain/patch.js';
import type { Review } from '../../src/domain/review.js';
import { reviewSeries } from '../../src/review/review-series.js';
import type { WordSearch } from '../../src/tree/tree.js';
import { series } from '../render/make.js';
import { MemoryTree } from '../support/memory-tree.js';
import { makePatch } from '../tree/make-patch.js';

const path = 'mm/brook.c';
const before = `size_t brook_pull(struct page *page, const char __user *from, size_t n)
{
	void *to = kmap_atomic(page);

	n -= __copy_from_user_inatomic(to, from, n);
	kunmap_atomic(to);
	return n;
}
`;
const conversion = { path, before, after: convert(before) };

const guarded = `size_t stream_fill(struct page *page, const char __user *from, size_t n)
{
	pagefault_disable();
	n = brook_pull(page, from, n);
	pagefault_enable();
	return n;
}
`;
const bare = guarded.replaceAll(/\tpagefault_\w+\(\);\n/g, '');

/** Remembers what it is asked for. */
class AskedTree extends MemoryTree {
  readonly asked: string[] = [];

  override async findWords(revision: string, words: readonly string[]): Promise<WordSearch> {
    this.asked.push(`${revision}: ${words.join(' ')}`);
    return super.findWords(revision, words);
  }
}

function review(tree: MemoryTree, patches: readonly Patch[], base?: string, baseCommit?: string): Promise<Review> {
  const head = { id: 'cover@example.com', title: 'brook: flow', author: { name: 'A', email: 'a@example.com' } };
  return reviewSeries(series({ ...head, patches, total: patches.length, baseCommit }), { tree, base, remarks: [] });
}

function convert(text: string): string {
  return text.replaceAll('kmap_atomic', 'kmap_local_page').replaceAll('kunmap_atomic', 'kunmap_local');
}

function outline({ findings, withheld, notChecked }: Review): readonly string[] {
  return [
    ...findings.map(({ patchNumber, ruleId }) => `${patchNumber} ${ruleId}`),
    ...withheld.map(({ finding, reason }) => `${finding.patchNumber} withheld: ${reason}`),
    ...notChecked.map(({ patch, reason }) => `${patch} not checked: ${reason}`),
  ];
}

const lost = 'kmap/lost-pagefault-disable';

describe('who calls a function in other files', () => {
  test('is asked at the base commit, else at --base, and named where all hold page faults off', async () => {
    const held = [`1 withheld: every caller holds page faults off: stream_fill() in fs/stream.c`];
    const files = { [path]: before, 'fs/stream.c': guarded };
    const tree = new AskedTree({ v1: files, v2: { ...files, 'fs/stream.c': bare } });
    expect(outline(await review(tree, [makePatch(1, [conversion])], 'v1'))).toEqual(held);
    expect(outline(await review(tree, [makePatch(1, [conversion])], 'v2', 'v1'))).toEqual(held);
    expect(outline(await review(tree, [makePatch(1, [conversion])], 'v1', 'v0'))).toEqual(held);
    expect(tree.asked).toEqual(['v1', 'v1', 'v0', 'v1'].map(revision => `${revision}: brook_pull`));
  });

  test('is read as the series leaves it: before, with, and after the patch', async () => {
    const tree = (stream: string) => new MemoryTree({ v1: { [path]: before, 'fs/stream.c': stream } });
    const hold = { path: 'fs/stream.c', before: bare, after: guarded };
    const drop = { path: 'fs/stream.c', before: guarded, after: bare };
    const held = [`2 withheld: every caller holds page faults off: stream_fill() in fs/stream.c`];
    expect(outline(await review(tree(bare), [makePatch(1, [hold]), makePatch(2, [conversion])], 'v1'))).toEqual(held);
    expect(outline(await review(tree(guarded), [makePatch(1, [drop]), makePatch(2, [conversion])], 'v1'))).toEqual([
      `2 ${lost}`,
    ]);
    expect(outline(await review(tree(guarded), [makePatch(1, [conversion, drop])], 'v1'))).toEqual([`1 ${lost}`]);
  });

  test('is found in files that the series adds', async () => {
    const tree = new MemoryTree({ v1: { [path]: before, 'fs/stream.c': guarded } });
    const added = { path: 'fs/river.c', after: bare.replace('stream_fill', 'river_fill') };
    expect(outline(await review(tree, [makePatch(1, [added]), makePatch(2, [conversion])], 'v1'))).toEqual([
      `2 ${lost}`,
    ]);
  });

  test('is said not to be known where no revision, or none that is there, can be asked', async () => {
    const tree = new MemoryTree({ v1: { [path]: before, 'fs/stream.c': guarded } });
    const unknown = '1 not checked: who calls brook_pull() in other files was not looked at:';
    expect(outline(await review(tree, [makePatch(1, [conversion])]))).toEqual([
      `1 ${lost}`,
      `${unknown} neither the mail nor --base says which tree the patch is for`,
    ]);
    expect(outline(await review(tree, [makePatch(1, [conversion])], undefined, 'v9'))).toEqual([
      `1 ${lost}`,
      `${unknown} v9 could not be searched: it is not there`,
    ]);
  });

  test('is said not to be known where too many files name it, or one of them is not known', async () => {
    const callers = Array.from({ length: limits.filesNamingMax }, (_, index) => [`fs/${index}.c`, guarded]);
    const tree = new MemoryTree({ v1: { [path]: before, ...Object.fromEntries(callers) } });
    const unknown = 'not checked: who calls brook_pull() in other files was not looked at:';
    expect(outline(await review(tree, [makePatch(1, [conversion])], 'v1'))).toEqual([
      `1 ${lost}`,
      `1 ${unknown} more than ${limits.filesNamingMax} files name them`,
    ]);
    const misfit = { path: 'fs/stream.c', before: 'int x;\n', after: 'int y;\n', hasIndex: false };
    const known = new MemoryTree({ v1: { [path]: before, 'fs/stream.c': guarded } });
    const result = await review(known, [makePatch(1, [misfit]), makePatch(2, [conversion])], 'v1');
    expect(outline(result).at(-1)).toBe(`2 ${unknown} how the patches leave fs/stream.c is not known`);
  });
});

test('nothing is asked about a patch that loses nothing, nor about callers of a static function', async () => {
  const plain = before.replace('__copy_from_user_inatomic', 'memcpy');
  const hidden = `static ${before}`;
  const tree = new AskedTree({ v1: { [path]: plain, 'mm/hidden.c': hidden, 'fs/stream.c': guarded } });
  const changes = [
    { path, before: plain, after: convert(plain) },
    { path: 'mm/hidden.c', before: hidden, after: convert(hidden) },
  ];
  expect(outline(await review(tree, [makePatch(1, changes)], 'v1'))).toEqual([`1 ${lost}`]);
  expect(tree.asked).toEqual([]);
});
