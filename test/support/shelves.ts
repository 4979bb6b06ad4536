/** How a shelf copies: as it was, converted so that page faults are on where the copy relies on them being off, or converted well. */
export type ShelfState = 'atomic' | 'converted' | 'repaired';

const head = `// SPDX-License-Identifier: GPL-2.0
#include <linux/highmem.h>
#include <linux/uaccess.h>

/* Shelves are filled with their lock held, which nests inside mmap_lock. */
`;

export interface ShelfOptions {
  /** Lines of comment around the copy, so that a diff of the mapping does not show it. */
  readonly linesApart?: number;
}

/** A C file with a function for each shelf. */
export function writeShelves(
  shelves: Readonly<Record<string, ShelfState>>,
  { linesApart = 0 }: ShelfOptions = {},
): string {
  return (
    head +
    Object.entries(shelves)
      .map(([name, state]) => writeShelf(name, state, linesApart))
      .join('')
  );
}

function writeShelf(name: string, state: ShelfState, linesApart: number): string {
  const isAtomic = state === 'atomic';
  const apart = Array.from({ length: linesApart }, (_, index) => `\t/* ${index + 1} */\n`).join('');
  const [off, on] = state === 'repaired' ? ['\tpagefault_disable();\n', '\tpagefault_enable();\n'] : ['', ''];
  return `
static size_t fill_${name}(struct page *page, size_t offset,
\t\t\t   const char __user *buf, size_t len)
{
\tchar *kaddr;
\tsize_t left;

\tkaddr = ${isAtomic ? 'kmap_atomic' : 'kmap_local_page'}(page);
${apart}${off}\tleft = __copy_from_user_inatomic(kaddr + offset, buf, len);
${on}${apart}\t${isAtomic ? 'kunmap_atomic' : 'kunmap_local'}(kaddr);

\tflush_dcache_page(page);
\treturn len - left;
}
`;
}
