import { filesOf, finding, location, mailbox, message, patch, remark, review, run, series } from '../make.js';
import type { Scenario } from './scenario.js';

const wen = mailbox('Wen Marlow <wen@marlow.example>');
const diff = `diff --git a/fs/tarnfs/file.c b/fs/tarnfs/file.c
index 51c0a6bd3f4e..9b1e7c02d8aa 100644
--- a/fs/tarnfs/file.c
+++ b/fs/tarnfs/file.c
@@ -207,11 +207,11 @@ static ssize_t tarn_fill_page(struct tarn_writer *w, struct page *page,
 	unsigned int offset = offset_in_page(w->pos);
 	unsigned long left;
 	void *kaddr;
 
 	/* The writer holds mmap_lock: fail fast, tarn_write() retries without it. */
-	kaddr = kmap_atomic(page);
+	kaddr = kmap_local_page(page);
 	left = copy_from_user(kaddr + offset, w->buf, bytes);
-	kunmap_atomic(kaddr);
+	kunmap_local(kaddr);
 
 	flush_dcache_page(page);
 	return left ? -EAGAIN : bytes;
`;

const remedyDiff = `--- a/fs/tarnfs/file.c
+++ b/fs/tarnfs/file.c
@@ -210,7 +210,9 @@
 
 	/* The writer holds mmap_lock: fail fast, tarn_write() retries without it. */
 	kaddr = kmap_local_page(page);
+	pagefault_disable();
 	left = copy_from_user(kaddr + offset, w->buf, bytes);
+	pagefault_enable();
 	kunmap_local(kaddr);
 
 	flush_dcache_page(page);
`;

/** A conversion in the second of three patches loses the guarantee; two people have spoken about it. */
export function flagship(): Scenario {
  const files = filesOf(diff);
  const [root, second, third] = [
    '20250304101240.7-1-wen@marlow.example',
    '20250304101240.7-3-wen@marlow.example',
    '20250304101240.7-4-wen@marlow.example',
  ];
  const mapping = '\tkaddr = kmap_local_page(page);';
  const patches = [
    patch({
      messageId: '20250304101240.7-2-wen@marlow.example',
      number: 1,
      title: 'tarnfs: drop an unused argument',
      author: wen,
    }),
    patch({
      messageId: second,
      number: 2,
      title: 'tarnfs: use kmap_local_page() in tarn_fill_page()',
      author: wen,
      files,
    }),
    patch({ messageId: third, number: 3, title: 'tarnfs: fold tarn_fill_page() into its caller', author: wen }),
  ];
  const lost = finding({
    messageId: second,
    patchNumber: 2,
    what: 'kmap_atomic() kept page faults off around copy_from_user(); kmap_local_page() does not, and nothing else here does. The access can now take a fault, and with it mmap_lock, where it used to fail fast.',
    location: location('fs/tarnfs/file.c', 'new', 212, mapping, 'tarn_fill_page'),
    proof: [
      {
        location: location('fs/tarnfs/file.c', 'old', 212, '\tkaddr = kmap_atomic(page);', 'tarn_fill_page'),
        words: 'page faults were off from here: kmap_atomic() turned them off',
      },
      {
        location: location(
          'fs/tarnfs/file.c',
          'new',
          213,
          '\tleft = copy_from_user(kaddr + offset, w->buf, bytes);',
          'tarn_fill_page',
        ),
        words: 'copy_from_user() touches user memory and relied on it: it can now take a page fault',
      },
    ],
    remedy: {
      path: 'fs/tarnfs/file.c',
      edits: [
        { firstLine: 213, lastLine: 212, lines: ['\tpagefault_disable();'] },
        { firstLine: 214, lastLine: 213, lines: ['\tpagefault_enable();'] },
      ],
      diff: remedyDiff,
      words: 'Turn page faults off around copy_from_user() with pagefault_disable() and pagefault_enable().',
    },
    fingerprint: '1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f809',
  });
  const remarks = [
    remark({
      messageId: 'reply-1@quill.example',
      patchMessageId: second,
      comment:
        'The comment above says why this has to fail fast.\nDoes the local mapping still do that?\n\nIf not, tarn_write() never gets to its second try, and the lock that it was supposed to drop first is held while the page comes in from disk, which is what the comment was put there to prevent in the first place. Please have a look at the callers too.',
      path: 'fs/tarnfs/file.c',
      side: 'new',
      line: 212,
      quotedLine: mapping.trim(),
    }),
    remark({
      messageId: 'reply-2@fenwick.example',
      patchMessageId: second,
      comment: 'I wondered the same.',
      path: 'fs/tarnfs/file.c',
      side: 'new',
      line: 212,
      quotedFrom: 'Ada Fenwick',
    }),
    remark({ messageId: 'reply-1@quill.example', patchMessageId: second, kind: 'courtesy', comment: 'Thanks!' }),
    remark({
      messageId: 'reply-1@quill.example',
      patchMessageId: third,
      comment: 'Why fold it? The name said what it does.',
      state: 'commit-message',
    }),
  ];
  const messages = [
    message({
      id: second,
      from: wen,
      recipients: {
        to: [mailbox('tarnfs list <tarnfs@lists.example>')],
        cc: [mailbox('Bo Quill <bo@quill.example>'), mailbox('Łukasz Żuraw <lukasz@zuraw.example>'), wen],
      },
      subject: '[PATCH v2 2/3] tarnfs: use kmap_local_page() in tarn_fill_page()',
      inReplyTo: root,
      references: [root],
      sentAt: Date.UTC(2025, 2, 4, 10, 12, 42),
    }),
    message({
      id: 'reply-1@quill.example',
      from: mailbox('Bo Quill <bo@quill.example>'),
      subject: 'Re: [PATCH v2 2/3]',
    }),
  ];
  const one = series({
    id: root,
    version: 2,
    title: 'tarnfs: move off kmap_atomic()',
    author: wen,
    patches,
    cover: { messageId: root, title: 'tarnfs: move off kmap_atomic()', text: '' },
    predecessorId: '20250225090000.3-1-wen@marlow.example',
    baseCommit: '2f9c1d0b7a6e5f4d3c2b1a0f9e8d7c6b5a4f3e2d',
    trailers: [
      {
        token: 'Reviewed-by',
        value: 'Bo Quill <bo@quill.example>',
        fromMessageId: 'reply-1@quill.example',
        toMessageId: root,
      },
    ],
  });
  return { run: run([review({ series: one, findings: [lost], remarks })], 6), messages };
}
