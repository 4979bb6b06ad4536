import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Patch } from '../../src/domain/patch.js';
import type { Review } from '../../src/domain/review.js';
import type { Series } from '../../src/domain/series.js';
import { reviewSeries } from '../../src/review/review-series.js';
import { openMirror } from '../../src/tree/git-mirror.js';
import type { Tree } from '../../src/tree/tree.js';
import { series as makeSeries } from '../render/make.js';
import { runGit } from '../support/git.js';
import { MemoryTree } from '../support/memory-tree.js';
import { makeTemporaryDirectory } from '../support/temporary.js';
import { writeFileBelow } from '../support/write-file-below.js';
import { makePatch } from '../tree/make-patch.js';

const path = 'fs/quill/page.c';

const base = `#include <linux/highmem.h>

static void quill_zero(struct page *page)
{
	void *p = kmap_atomic(page);

	memset(p, 0, PAGE_SIZE);
	kunmap_atomic(p);
}

static size_t quill_gather(void *to, const struct iovec *iov, size_t n)
{
	size_t left = n;

	while (left && !__copy_from_user_inatomic(to, iov->iov_base, iov->iov_len))
		left -= iov++->iov_len;
	return n - left;
}

size_t quill_fill(struct page *page, const struct iovec *iov, size_t n)
{
	size_t done;
	void *kaddr;

	kaddr = kmap_atomic(page);
	done = quill_gather(kaddr, iov, n);
	kunmap_atomic(kaddr);
	return done;
}
`;
/** Adds a function that copies, above the others. */
const grown = base.replace(
  'static void quill_zero',
  `static int quill_peek(struct page *page, u32 __user *where)
{
	u32 *words = kmap_atomic(page);
	int err = __get_user(words[0], where);

	kunmap_atomic(words);
	return err;
}

static void quill_zero`,
);

/** Converts the mapping that is held in one variable. */
function convert(text: string, variable: string): string {
  return text
    .replace(`${variable} = kmap_atomic(`, `${variable} = kmap_local_page(`)
    .replace(`kunmap_atomic(${variable})`, `kunmap_local(${variable})`);
}

function patchFrom(number: number, before: string, after: string): Patch {
  return makePatch(number, [{ path, before, after }]);
}

function seriesOf(patches: readonly Patch[], parts: Partial<Series> = {}): Series {
  const author = { name: 'A', email: 'a@example.com' };
  return makeSeries({ id: 'cover@example.com', title: 'quill: local mappings', author, patches, ...parts });
}

function review(series: Series, tree?: Tree, ruleIds?: readonly string[]): Promise<Review> {
  return reviewSeries(series, { tree, ruleIds, remarks: [] });
}

function outline({ findings }: Review): readonly string[] {
  return findings.map(({ patchNumber, severity, evidence, ruleId, location }) =>
    [patchNumber, severity, evidence, ruleId, location.functionName].join(' '),
  );
}

describe('with a mirror that holds the code before the series', () => {
  const directory = makeTemporaryDirectory();
  let mirror: Tree;

  beforeAll(async () => {
    runGit(directory, ['init', '--quiet']);
    writeFileBelow(directory, path, base);
    runGit(directory, ['add', '.']);
    runGit(directory, ['-c', 'user.name=A', '-c', 'user.email=a@example.com', 'commit', '--quiet', '-m', 'quill']);
    mirror = await openMirror(directory);
  });
  afterAll(() => mirror.close());

  test('a copy in a helper outside of the hunk is an error', async () => {
    const series = seriesOf([patchFrom(1, base, convert(base, 'kaddr'))]);
    expect(outline(await review(series, mirror))).toEqual(['1 error file kmap/lost-pagefault-disable quill_fill']);
  });

  test('each patch is read on top of those before it, and told only what it brings in itself', async () => {
    const steps = [base, grown, convert(grown, 'words'), convert(convert(grown, 'words'), 'p')];
    const patches = steps.slice(1).map((after, index) => patchFrom(index + 1, steps[index] ?? '', after));
    const result = await review(seriesOf(patches), mirror);
    expect(outline(result)).toEqual(['2 error file kmap/lost-pagefault-disable quill_peek']);
    expect([result.notChecked, result.problems]).toEqual([[], []]);
  });

  test('a repair in a later patch makes a note of the finding, with the patch that loses', async () => {
    const lost = convert(base, 'kaddr');
    const repaired = lost
      .replace('\tdone = quill', '\tpagefault_disable();\n\tdone = quill')
      .replace('iov, n);\n\tkun', 'iov, n);\n\tpagefault_enable();\n\tkun');
    const result = await review(seriesOf([patchFrom(1, base, lost), patchFrom(2, lost, repaired)]), mirror);
    expect(outline(result)).toEqual(['1 note file kmap/lost-pagefault-disable quill_fill']);
    expect(result.findings.map(({ closedBy }) => closedBy)).toEqual([2]);
    expect(result.findings[0]?.what).toMatch(
      / Opened here, closed by patch 2\/2: between them a bisection lands in it\.$/,
    );
  });

  test('a patch that was not seen is said, and what stands on it is read by its hunks', async () => {
    const series = seriesOf([patchFrom(2, grown, convert(grown, 'words'))], {
      total: 2,
      missing: [1],
      state: 'incomplete',
    });
    const result = await review(series, mirror);
    expect(result.notChecked).toEqual([
      { patch: 1, reason: 'this patch was not seen' },
      { patch: 2, path, reason: 'only the visible hunks were read' },
    ]);
    expect(outline(result)).toEqual(['2 warning hunk kmap/lost-pagefault-disable quill_peek']);
    expect(result.problems.map(problem => problem.code)).toEqual(['blob-missing']);
  });

  test('only the asked rules run', async () => {
    const series = seriesOf([patchFrom(1, base, grown)]);
    expect(outline(await review(series, mirror, ['kmap/unmap-order']))).toEqual([]);
    expect(outline(await review(series, mirror, ['kmap/deprecated']))).toEqual([
      '1 note file kmap/deprecated quill_peek',
    ]);
  });
});

describe('without a mirror', () => {
  test('what the hunk shows is a warning', async () => {
    const result = await review(seriesOf([patchFrom(1, grown, convert(grown, 'words'))]));
    expect(outline(result)).toEqual(['1 warning hunk kmap/lost-pagefault-disable quill_peek']);
    expect(result.findings.map(finding => finding.confidence)).toEqual(['medium']);
  });

  test('nothing is claimed about a helper that is out of sight', async () => {
    expect(outline(await review(seriesOf([patchFrom(1, base, convert(base, 'kaddr'))])))).toEqual([]);
  });
});

describe('the fingerprint of a finding', () => {
  async function fingerprintsOf(before: string, after: string, number = 1): Promise<readonly string[]> {
    const { findings } = await review(
      seriesOf([patchFrom(number, before, after)]),
      new MemoryTree({ base: { [path]: before } }),
    );
    return findings.map(finding => finding.fingerprint);
  }

  test('stays when lines move, when the patch gets another number, and when other code changes with it', async () => {
    const first = await fingerprintsOf(grown, convert(grown, 'words'));
    const moved = grown.replace('#include', '/* pages */\n\n#include');
    expect(first).toHaveLength(1);
    expect(await fingerprintsOf(moved, convert(moved, 'words'), 3)).toEqual(first);
    expect(await fingerprintsOf(grown, convert(convert(grown, 'words'), 'p'))).toEqual(first);
    const reindented = convert(grown, 'words').replace('u32 *words =', 'u32  *words   =');
    expect(await fingerprintsOf(grown, reindented)).toEqual(first);
  });

  test('is another one in another function, and for the second of two equal lines', async () => {
    const doubled = grown.replace(
      /static int quill_peek[\s\S]*?\n}\n\n/,
      `static int quill_peek(struct page *page, u32 __user *where)
{
	u32 *words;
	int err;

	words = kmap_atomic(page);
	err = __get_user(words[0], where);
	kunmap_atomic(words);
	words = kmap_atomic(page);
	err |= __get_user(words[1], where);
	kunmap_atomic(words);
	return err;
}

`,
    );
    const fingerprints = await fingerprintsOf(doubled, convert(convert(doubled, 'words'), 'words'));
    expect([fingerprints.length, new Set(fingerprints).size]).toEqual([2, 2]);
    const renamed = doubled.replaceAll('quill_peek', 'quill_look');
    const others = await fingerprintsOf(renamed, convert(convert(renamed, 'words'), 'words'));
    expect(fingerprints.filter(each => others.includes(each))).toEqual([]);
  });
});
