import { filesOf, finding, location, mailbox, message, patch, remark, review, run, series } from '../make.js';
import type { Scenario } from './scenario.js';

const escapes = '\u001b[2J\u001b]0;owned\u0007';
const override = '\u202e\u2066';
const author = mailbox(`${escapes}Eve${override}\u200b @torvalds <eve@evil.example>`);
const id = 'hostile-1@evil.example';
const path = 'drivers/evil/a b#1.c';
const diff = `diff --git "a/${path}" "b/${path}"
--- "a/${path}"
+++ "b/${path}"
@@ -1,3 +1,3 @@ \`\`\`${escapes} </code>
 /* ${override}begin\u001b[31m \`\`\`\`\` */
-	x = kmap_atomic(p); // \u009b31m
+	x = kmap_local_page(p); // ${override} @everyone #1 <img src=x onerror=alert(1)>
 	copy_from_user(x, u, n); /* \`\`\`\` */
`;

/** Everything that a stranger may write, written to do harm. */
export function hostile(): Scenario {
  const text = `\tx = kmap_local_page(p); // ${override} @everyone #1 <img src=x onerror=alert(1)>`;
  const lost = finding({
    messageId: id,
    what: 'kmap_atomic() kept page faults off around copy_from_user(); kmap_local_page() does not, and nothing else here does. The access can now take a fault, and with it mmap_lock, where it used to fail fast.',
    location: location(path, 'new', 2, text, `f${escapes}`),
    proof: [
      {
        location: location(path, 'old', 2, '\tx = kmap_atomic(p); // \u009b31m', `f${escapes}`),
        words: 'page faults were off from here: kmap_atomic() turned them off',
      },
      {
        location: location(path, 'new', 3, '\tcopy_from_user(x, u, n); /* ```` */', `f${escapes}`),
        words: 'copy_from_user() touches user memory and relied on it: it can now take a page fault',
      },
    ],
    fingerprint: 'badbadba00112233445566778899aabb',
  });
  const title = `evil: <script>alert(1)</script> [click](javascript:alert(1)) @torvalds #1 GH-2 https://evil.example ${escapes}`;
  const one = series({
    id,
    title,
    author,
    treeHint: `next${escapes}`,
    patches: [patch({ messageId: id, number: 1, title, author, files: filesOf(diff) })],
  });
  const remarks = [
    remark({
      messageId: 'x@y',
      patchMessageId: id,
      quotedFrom: `Mal${escapes}lory\nFrom: boss`,
      comment: `# big\n<!-- ${escapes} -->\n\`\`\`\n@everyone ![](https://evil.example/p.png) www.evil.example`,
      path,
      side: 'new',
      line: 2,
    }),
  ];
  const problems = [
    {
      code: 'path-unsafe',
      where: `evil.mbox${escapes}#1`,
      detail: `../../etc/passwd${override} is outside of the tree; [see](https://evil.example)`,
      path: '../../etc/passwd',
    },
  ] as const;
  const messages = [
    message({
      id,
      from: author,
      recipients: {
        to: [
          mailbox('Ann\r\nBcc: everybody@lists.example <ann@lists.example>'),
          mailbox('Bad <bad@lists.example>\r\nX-Evil: 1>'),
        ],
        cc: [mailbox('=?utf-8?q?looks_encoded?= <enc@lists.example>'), mailbox('quote" \\ back <quote@lists.example>')],
      },
      subject: `[PATCH] evil:\r\nBcc: everybody@lists.example ${escapes} ünïcödé ${'long '.repeat(30)}=?utf-8?q?fake?=`,
      references: ['ok@evil.example', 'two words@evil.example', 'inject>\r\nBcc: <x@y', 'made.up@faultline.invalid'],
      sentAt: 9e15,
    }),
  ];
  return { run: run([review({ series: one, findings: [lost], remarks, problems: [...problems] })], 2), messages };
}
