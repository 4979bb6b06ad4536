import { filesOf, finding, location, mailbox, message, patch, review, run, series } from '../make.js';
import type { Scenario } from './scenario.js';

const author = mailbox('Ines Calder <ines@calder.example>');
const id = '20240611.ring.3@calder.example';
const path = 'drivers/misc/pebble/ring.c';
const diff = `diff --git a/${path} b/${path}
--- a/${path}
+++ b/${path}
@@ -1014,8 +1014,8 @@ static int pebble_fetch(struct pebble_ring *ring, struct pebble_desc *desc)
 {
 	u32 len;
 
 	if (get_user(len, ring->ulen))
-		return -1;
+		return -EFAULT;
 	desc->len = len;
 	return 0;
 }
@@ -1041,7 +1041,7 @@ static int pebble_ring_push(struct pebble_ring *ring, u32 slot)
 	if (slot >= ring->slots)
 		return -ERANGE;
 
-	desc = kmap_atomic(ring->pages[slot]);
+	desc = kmap_local_page(ring->pages[slot]);
 	ret = pebble_fetch(ring, desc);
 	if (ret)
 		goto out_unmap;
@@ -1060,5 +1060,5 @@ static int pebble_ring_push(struct pebble_ring *ring, u32 slot)
 	ring->head = slot;
 out_unmap:
-	kunmap_atomic(desc);
+	kunmap_local(desc);
 	return ret;
 }
`;

/** No mirror, a hole in the series, and the access in a helper that the patch touches as well. */
export function hunkOnly(): Scenario {
  const lost = finding({
    severity: 'warning',
    confidence: 'medium',
    evidence: 'hunk',
    messageId: id,
    patchNumber: 3,
    what: 'kmap_atomic() kept page faults off around get_user(), reached through pebble_fetch(); kmap_local_page() does not, and nothing else here does. The access can now take a fault, and with it mmap_lock, where it used to fail fast.',
    location: location(path, 'new', 1044, '\tdesc = kmap_local_page(ring->pages[slot]);', 'pebble_ring_push'),
    proof: [
      {
        location: location(path, 'old', 1044, '\tdesc = kmap_atomic(ring->pages[slot]);', 'pebble_ring_push'),
        words: 'page faults were off from here: kmap_atomic() turned them off',
      },
      {
        location: location(path, 'new', 1045, '\tret = pebble_fetch(ring, desc);', 'pebble_ring_push'),
        words: 'pebble_fetch() may touch user memory and relied on it: it can now take a page fault',
      },
      {
        location: location(path, 'new', 1017, '\tif (get_user(len, ring->ulen))', 'pebble_fetch'),
        words: 'which comes to get_user() here',
      },
    ],
    fingerprint: 'feedc0de00112233445566778899aabbccddeeff00112233445566778899aabb',
  });
  const damaged = {
    code: 'diff-damaged',
    where: '20240611.ring.4@calder.example',
    messageId: '20240611.ring.4@calder.example',
    path: 'drivers/misc/pebble/irq.c',
    detail: 'the hunk says 9 lines and has 7: a line was wrapped on its way',
    mailLine: 61,
  } as const;
  const one = series({
    id: '20240611.ring.0@calder.example',
    title: 'misc: pebble: local mappings for descriptors',
    author,
    isRfc: true,
    treeHint: 'char-misc-next',
    total: 4,
    state: 'incomplete',
    missing: [2],
    patches: [
      patch({ messageId: '20240611.ring.1@calder.example', number: 1, title: 'misc: pebble: name the ring', author }),
      patch({ messageId: id, number: 3, title: 'misc: pebble: map descriptors locally', author, files: filesOf(diff) }),
      patch({
        messageId: damaged.messageId,
        number: 4,
        title: 'misc: pebble: count interrupts',
        author,
        problems: [damaged],
      }),
    ],
    problems: [{ code: 'series-incomplete', where: '20240611.ring.0@calder.example', detail: '2/4 was not seen' }],
  });
  const notChecked = [
    { patch: 4, path: 'drivers/misc/pebble/irq.c', reason: 'the hunk is damaged' },
    { patch: 1, path: 'Documentation/misc/pebble.rst', reason: 'not C' },
    { patch: 3, path: 'drivers/misc/pebble/ring.S', reason: 'not C' },
  ];
  const messages = [
    message({
      id,
      from: author,
      recipients: { to: [mailbox(' <char-misc@lists.example>')], cc: [] },
      subject: '[RFC PATCH char-misc-next 3/4] misc: pebble: map descriptors locally',
      references: ['20240611.ring.0@calder.example'],
    }),
  ];
  return { run: run([review({ series: one, findings: [lost], notChecked })], 3), messages };
}
