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

/** What is there of it cannot be searched. */
class SealedTree extends MemoryTree {
  override async findWords(revision: string, words: readonly string[]): Promise<WordSearch> {
    const search = await super.findWords(revision, words);
    return search.ok ? { ok: false, reason: 'it is sealed' } : search;
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

/** What is claimed, and how surely; then what is not known about the callers, as far as the finding says it. */
function claims({ findings }: Review): readonly string[] {
  return findings.map(({ severity, confidence, evidence, what }) =>
    [severity, confidence, evidence, /A caller may hold [\s\S]*/.exec(what)?.[0] ?? 'and that is all'].join(' '),
  );
}

const certain = 'error high file and that is all';
const unseen = 'A caller may hold page faults off, but who calls brook_pull() in other files was not looked at:';

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

  test('is asked of all functions of the file that lead to it at once', async () => {
    const text = `static ${before}\n${bare}\n${bare.replace('stream_fill', 'pond_fill')}`;
    const caller = guarded.replace('stream_fill', 'river_fill');
    const files = {
      [path]: text,
      'fs/river.c': caller.replace('brook_pull', 'stream_fill'),
      'fs/pond.c': caller.replace('brook_pull', 'pond_fill'),
    };
    const tree = new AskedTree({ v1: files });
    const result = await review(tree, [makePatch(1, [{ path, before: text, after: convert(text) }])], 'v1');
    expect(outline(result)).toEqual(['1 withheld: every caller in this file holds page faults off']);
    expect(tree.asked).toEqual(['v1: stream_fill pond_fill']);
  });

  test('is said with the error not to be known where no revision, or none that is there, can be asked', async () => {
    const tree = new MemoryTree({ v1: { [path]: before, 'fs/stream.c': guarded } });
    const unnamed = await review(tree, [makePatch(1, [conversion])]);
    expect(outline(unnamed)).toEqual([`1 ${lost}`]);
    expect(claims(unnamed)).toEqual([
      `error high file ${unseen} neither the mail nor --base says which tree the patch is for.`,
    ]);
    const missing = await review(tree, [makePatch(1, [conversion])], undefined, 'v9');
    expect(outline(missing)).toEqual([`1 ${lost}`]);
    expect(claims(missing)).toEqual([`error high file ${unseen} v9 could not be searched: it is not there.`]);
  });

  test('makes a warning of the error where the tree cannot be searched, and the warning says that', async () => {
    const files = { [path]: before, 'fs/stream.c': guarded };
    const id = '0123456789'.repeat(4);
    const sealed = await review(new SealedTree({ [id]: files }), [makePatch(1, [conversion])], 'v9', id);
    expect(outline(sealed)).toEqual([`1 ${lost}`]);
    expect(claims(sealed)).toEqual([`warning medium file ${unseen} 012345678901 could not be searched: it is sealed.`]);
    const searched = new MemoryTree({ v1: { ...files, 'fs/stream.c': bare } });
    expect(claims(await review(searched, [makePatch(1, [conversion])], 'v1'))).toEqual([certain]);
  });

  test('is told of the tree that is there, where another is not', async () => {
    const tree = new SealedTree({ v1: { [path]: before } });
    expect(claims(await review(tree, [makePatch(1, [conversion])], 'v1', 'v0'))).toEqual([
      `warning medium file ${unseen} v1 could not be searched: it is sealed.`,
    ]);
  });

  test('makes a warning where too many files name it, or one of them is not known', async () => {
    const callers = Array.from({ length: limits.filesNamingMax }, (_, index) => [`fs/${index}.c`, guarded]);
    const tree = new MemoryTree({ v1: { [path]: before, ...Object.fromEntries(callers) } });
    const crowded = await review(tree, [makePatch(1, [conversion])], 'v1');
    expect(outline(crowded)).toEqual([`1 ${lost}`]);
    expect(claims(crowded)).toEqual([
      `warning medium file ${unseen} more than ${limits.filesNamingMax} files name them.`,
    ]);
    const misfit = { path: 'fs/stream.c', before: 'int x;\n', after: 'int y;\n', hasIndex: false };
    const known = new MemoryTree({ v1: { [path]: before, 'fs/stream.c': guarded } });
    const result = await review(known, [makePatch(1, [misfit]), makePatch(2, [conversion])], 'v1');
    expect(claims(result)).toEqual([`warning medium file ${unseen} how the patches leave fs/stream.c is not known.`]);
  });
});

describe('in a tree that cannot be searched', () => {
  /** The review of the conversion of a file, which holds functions besides. */
  const convertIn = (text: string): Promise<Review> =>
    review(
      new SealedTree({ v1: { [path]: text } }),
      [makePatch(1, [{ path, before: text, after: convert(text) }])],
      'v1',
    );

  const hidden = `static ${before}`;

  test('a function that no other file can call loses what it loses for certain', async () => {
    const alone = await convertIn(hidden);
    const called = await convertIn(`${hidden}\nstatic ${bare}`);
    for (const result of [alone, called]) {
      expect(outline(result)).toEqual([`1 ${lost}`]);
      expect(claims(result)).toEqual([certain]);
    }
  });

  test('so does one with a caller in the file that nothing can make right', async () => {
    const result = await convertIn(`${before}\nstatic ${bare}`);
    expect([outline(result), claims(result)]).toEqual([[`1 ${lost}`], [certain]]);
    // Whatever the callers of the first may be: the second one settles it.
    const two = await convertIn(`${hidden}\n${bare}\nstatic ${bare.replace('stream_fill', 'pond_fill')}`);
    expect([outline(two), claims(two)]).toEqual([[`1 ${lost}`], [certain]]);
  });

  test('what is asked about is the function that other files can call, however far up', async () => {
    const result = await convertIn(`${hidden}\n${bare}`);
    expect(claims(result)).toEqual([
      `warning medium file ${unseen.replace('brook_pull', 'stream_fill')} v1 could not be searched: it is sealed.`,
    ]);
    const two = await convertIn(`${hidden}\n${bare}\n${bare.replace('stream_fill', 'pond_fill')}`);
    expect(claims(two)).toEqual([
      expect.stringContaining('but who calls stream_fill(), pond_fill() in other files was not looked at: v1'),
    ]);
  });

  test('more calls than are followed make nothing right', async () => {
    const once = '\tn = brook_pull(page, from, n);\n';
    const often = bare.replace(once, once.repeat(limits.guardingCallsMax));
    expect(claims(await convertIn(`${hidden}\n${often}`))).toEqual([expect.stringMatching(/^warning medium/)]);
    expect(claims(await convertIn(`${hidden}\n${often.replace(once, once + once)}`))).toEqual([certain]);
  });

  test('what callers in the file seem to make right stays a gap: another caller may lose it', async () => {
    const gap =
      'not checked: who calls brook_pull() in other files was not looked at: v1 could not be searched: it is sealed';
    expect(outline(await convertIn(`${before}\n${guarded}`))).toEqual([
      '1 withheld: every caller in this file holds page faults off',
      `1 ${gap}`,
    ]);
  });

  test('a repair in a later patch leaves nothing unchecked', async () => {
    const after = convert(before);
    const repaired = after
      .replace('\tn -=', '\tpagefault_disable();\n\tn -=')
      .replace('\tkunmap', '\tpagefault_enable();\n\tkunmap');
    const patches = [makePatch(1, [conversion]), makePatch(2, [{ path, before: after, after: repaired }])];
    const result = await review(new SealedTree({ v1: { [path]: before } }), patches, 'v1');
    expect(outline(result)).toEqual([`1 ${lost}`]);
    expect(result.findings.map(({ severity, closedBy }) => [severity, closedBy])).toEqual([['note', 2]]);
  });

  test('what a patch changes for callers that were not looked at stays a gap', async () => {
    const begin = 'void brook_begin(void)\n{\n\tpagefault_disable();\n\tbrook_count++;\n}\n';
    const change = { path, before: begin, after: begin.replace('\tpagefault_disable();\n', '') };
    expect(outline(await review(new SealedTree({ v1: { [path]: begin } }), [makePatch(1, [change])], 'v1'))).toEqual([
      '1 not checked: who calls brook_begin() in other files was not looked at: v1 could not be searched: it is sealed',
    ]);
  });

  test('a path out of balance is told with less confidence', async () => {
    const even = guarded.replace('brook_pull(page, from, n)', '__copy_from_user_inatomic(page, from, n)');
    const odd = even.replace('\tpagefault_enable', '\tif (n)\n\t\treturn -EFAULT;\n\tpagefault_enable');
    const change = { path: 'fs/stream.c', before: even, after: odd };
    const files = { v1: { 'fs/stream.c': even } };
    const words = unseen.replace('brook_pull', 'stream_fill');
    expect(claims(await review(new SealedTree(files), [makePatch(1, [change])], 'v1'))).toEqual([
      `warning low file ${words} v1 could not be searched: it is sealed.`,
    ]);
    expect(claims(await review(new MemoryTree(files), [makePatch(1, [change])], 'v1'))).toEqual([
      'warning medium file and that is all',
    ]);
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
