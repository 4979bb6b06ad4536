import { runGit } from './git.js';

const before = `// SPDX-License-Identifier: GPL-2.0
#include <linux/highmem.h>
#include <linux/uaccess.h>

/*
 * Fills one shelf of the larder. Called with the shelf lock held, which nests inside mmap_lock.
 */
static size_t larder_fill_shelf(struct page *page, size_t offset,
				const char __user *buf, size_t len)
{
	char *kaddr;
	size_t left;

	kaddr = kmap_atomic(page);
	left = __copy_from_user_inatomic(kaddr + offset, buf, len);
	kunmap_atomic(kaddr);

	flush_dcache_page(page);
	return len - left;
}

int larder_write(struct page *page, const char __user *buf, size_t len)
{
	return larder_fill_shelf(page, 0, buf, len) == len ? 0 : -EFAULT;
}
`;

const converted = before.replace('kmap_atomic(page)', 'kmap_local_page(page)').replace('kunmap_atomic', 'kunmap_local');

/** A file, its conversion that loses something, and the one that does not. */
export const larder = {
  path: 'mm/larder.c',
  before,
  /** Page faults are on where the copy relies on them being off. */
  converted,
  repaired: converted
    .replace('\tleft = __copy', '\tpagefault_disable();\n\tleft = __copy')
    .replace('\tkunmap_local', '\tpagefault_enable();\n\tkunmap_local'),
  title: 'mm: larder: use kmap_local_page() to fill shelves',
  list: 'linux-larder.lists.example.org',
} as const;

/** What a patch mail says besides its diff. */
export interface PatchMail {
  readonly id: string;
  readonly version: number;
  readonly inReplyTo?: string;
}

/** The mail of the commit of a git repository, as its author sends it now. */
export function makePatchMail(directory: string, sha: string, { id, version, inReplyTo }: PatchMail): string {
  const diff = runGit(directory, ['show', '--format=', '--full-index', sha]);
  return mailOf([
    `Subject: [PATCH${version === 1 ? '' : ` v${version}`}] ${larder.title}`,
    `Message-ID: <${id}>`,
    ...(inReplyTo === undefined ? [] : [`In-Reply-To: <${inReplyTo}>`]),
    '',
    'kmap_atomic() is deprecated. Nothing here has to stay on one CPU.',
    '',
    'Signed-off-by: Tove Lindqvist <tove@example.com>',
    '---',
    diff,
  ]);
}

/** A review remark on a patch mail: below its first line that holds `line`. */
export function makeReviewMail(
  patch: string,
  { id, line, words }: { readonly id: string; readonly line: string; readonly words: string },
): string {
  const answered = /^Message-ID: <(.*)>$/m.exec(patch)?.[1] ?? '';
  const body = patch.slice(patch.indexOf('\n\n') + 2).split('\n');
  const end = body.findIndex(each => each.includes(line)) + 1;
  return mailOf(
    [
      `Subject: Re: [PATCH] ${larder.title}`,
      `Message-ID: <${id}>`,
      `In-Reply-To: <${answered}>`,
      '',
      'On some day, Tove Lindqvist wrote:',
      ...body.slice(0, end).map(each => `> ${each}`),
      '',
      words,
    ],
    'Hal Moreau <hal@example.org>',
  );
}

function mailOf(rest: readonly string[], from = 'Tove Lindqvist <tove@example.com>'): string {
  const date = new Date().toUTCString().replace('GMT', '+0000');
  const head = [`From: ${from}`, `To: linux-larder@lists.example.org`, `Date: ${date}`, `List-Id: <${larder.list}>`];
  return `${[...head, ...rest].join('\n')}\n`;
}
