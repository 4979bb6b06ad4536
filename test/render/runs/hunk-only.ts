import { filesOf, finding, location, mailbox, message, patch, review, run, series } from '../make.js';
import type { Scenario } from './scenario.js';

const author = mailbox('Ines Calder <ines@calder.example>');
const id = '20240611.ring.3@calder.example';
const diff = `diff --git a/drivers/misc/pebble/ring.c b/drivers/misc/pebble/ring.c
--- a/drivers/misc/pebble/ring.c
+++ b/drivers/misc/pebble/ring.c
@@ -1041,7 +1041,7 @@ static int pebble_ring_push(struct pebble_ring *ring, u32 slot)
 	if (slot >= ring->slots)
 		return -ERANGE;
 
-	desc = pebble_map(ring->pages[slot]);
+	desc = kmap_local_page(ring->pages[slot]);
 	ret = pebble_fetch(ring, desc);
 	if (ret)
 		goto out_unmap;
@@ -1060,5 +1060,5 @@ static int pebble_ring_push(struct pebble_ring *ring, u32 slot)
 	ring->head = slot;
 out_unmap:
-	pebble_unmap(desc);
+	kunmap_local(desc);
 	return ret;
 }
`;

/** No mirror, a hole in the series, the guarantee given by a wrapper elsewhere and the copy in a helper in another file. */
export function hunkOnly(): Scenario {
  const lost = finding({
    severity: 'warning',
    confidence: 'low',
    evidence: 'hunk',
    messageId: id,
    patchNumber: 3,
    what: 'pebble_map() turned page faults off and kmap_local_page() does not: get_user() in pebble_fetch() can now take a fault while the descriptor is mapped.',
    location: location(
      'drivers/misc/pebble/ring.c',
      'new',
      1044,
      '\tdesc = kmap_local_page(ring->pages[slot]);',
      'pebble_ring_push',
    ),
    proof: [
      {
        location: location('drivers/misc/pebble/ring.c', 'old', 88, '\treturn kmap_atomic(page);', 'pebble_map'),
        words: 'pebble_map() turned page faults off here',
      },
      {
        location: location(
          'drivers/misc/pebble/ring.c',
          'new',
          1045,
          '\tret = pebble_fetch(ring, desc);',
          'pebble_ring_push',
        ),
        words: 'calls pebble_fetch()',
      },
      {
        location: location(
          'drivers/misc/pebble/fetch.c',
          'new',
          17,
          '\tif (get_user(len, ring->ulen))',
          'pebble_fetch',
        ),
        words: 'which reads from user memory',
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
      to: [mailbox(' <char-misc@lists.example>')],
      subject: '[RFC PATCH char-misc-next 3/4] misc: pebble: map descriptors locally',
      references: ['20240611.ring.0@calder.example'],
    }),
  ];
  return { run: run([review({ series: one, findings: [lost], notChecked })], 3), messages };
}
