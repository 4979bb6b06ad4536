import { filesOf, finding, location, mailbox, message, patch, review, run, series } from '../make.js';
import type { Scenario } from './scenario.js';

const author = mailbox('Tomas Reuss <t.reuss@kernel.example>');
const id = '1717000000-blit@kernel.example';
const path = 'drivers/gpu/mica/mica_blit.c';
const diff = `diff --git a/${path} b/${path}
index 6f1e0d2c3b4a..0a9b8c7d6e5f 100644
--- a/${path}
+++ b/${path}
@@ -55,19 +55,22 @@ static int mica_blit_line(struct mica_job *job, unsigned int y)
 	struct page *from = job->src[y];
 	struct page *to = job->dst[y];
 	void *src, *dst;
 
-	src = kmap_atomic(from);
-	dst = kmap_atomic(to);
+	src = kmap_local_page(from);
+	dst = kmap_local_page(to);
 
 	if (job->flags & MICA_ROTATED) {
 		mica_rotate(dst, src, job->pitch);
 		job->rotated++;
 	}
 
+	if (job->flags & MICA_EMPTY)
+		return 0;
+
 	memcpy(dst, src, job->pitch);
 	mica_account(job, job->pitch);
 
-	kunmap_atomic(dst);
-	kunmap_atomic(src);
+	kunmap_local(src);
+	kunmap_local(dst);
 	return job->pitch;
 }
@@ -87,6 +90,9 @@ static void mica_blit_log(struct mica_job *job)
 	void *log;
 
-	log = kmap(job->log);
+	log = kmap_local_page(job->log);
 	mica_print(log, job->pitch);
+	log = kmap(job->trace);
+	mica_print(log, job->pitch);
+	kunmap(job->trace);
 	kunmap(job->log);
 }
`;

/** Findings of four rules about one patch, two of the rules on trial, and one finding withheld. */
export function siblings(): Scenario {
  const files = filesOf(diff);
  const srcLine = location(path, 'new', 59, '\tsrc = kmap_local_page(from);', 'mica_blit_line');
  const dstLine = location(path, 'new', 60, '\tdst = kmap_local_page(to);', 'mica_blit_line');
  const returnLine = location(path, 'new', 68, '\t\treturn 0;', 'mica_blit_line');
  const missing = finding({
    ruleId: 'kmap/missing-unmap',
    stage: 'trial',
    severity: 'warning',
    confidence: 'medium',
    messageId: id,
    what: 'The mapping that kmap_local_page() made in dst is left in place on this exit path; other exit paths unmap it.',
    location: returnLine,
    proof: [
      { location: dstLine, words: 'mapped by kmap_local_page()' },
      { location: returnLine, words: 'the function returns here with the page still mapped' },
    ],
    fingerprint: '00aa11bb22cc33dd44ee55ff66778899',
  });
  const unmapLine = location(path, 'new', 73, '\tkunmap_local(src);', 'mica_blit_line');
  const order = finding({
    ruleId: 'kmap/unmap-order',
    stage: 'trial',
    severity: 'warning',
    messageId: id,
    what: 'kunmap_local(src) unmaps the older of two nested mappings first: dst was mapped later and is still mapped.',
    location: unmapLine,
    proof: [
      { location: srcLine, words: 'src is mapped first' },
      { location: dstLine, words: 'dst is mapped second, so it has to be unmapped first' },
      { location: unmapLine, words: 'src is unmapped while dst is still mapped' },
    ],
    fingerprint: '99aa11bb22cc33dd44ee55ff66778899',
  });
  const logLine = location(path, 'new', 92, '\tlog = kmap_local_page(job->log);', 'mica_blit_log');
  const mismatch = finding({
    ruleId: 'kmap/unmap-mismatch',
    messageId: id,
    what: 'kmap_local_page() made this mapping, and kunmap() undoes another kind.',
    location: logLine,
    proof: [
      { location: logLine, words: 'mapped by kmap_local_page()' },
      { location: location(path, 'new', 97, '\tkunmap(job->log);', 'mica_blit_log'), words: 'unmapped by kunmap()' },
    ],
    fingerprint: '77aa11bb22cc33dd44ee55ff66778899',
  });
  const deprecated = finding({
    ruleId: 'kmap/deprecated',
    severity: 'note',
    messageId: id,
    what: 'This adds a use of kmap(), which is deprecated; kmap_local_page() is its replacement.',
    location: location(path, 'new', 94, '\tlog = kmap(job->trace);', 'mica_blit_log'),
    fingerprint: '66aa11bb22cc33dd44ee55ff66778899',
  });
  const guarded = finding({
    messageId: id,
    what: 'kmap_atomic() kept page faults off around copy_from_user(), reached through mica_rotate(); kmap_local_page() does not, and nothing else here does. The access can now take a fault, and with it mmap_lock, where it used to fail fast.',
    location: dstLine,
    fingerprint: '55aa11bb22cc33dd44ee55ff66778899',
  });
  const one = series({
    id,
    version: 3,
    title: 'drm/mica: blit through local mappings',
    author,
    patches: [patch({ messageId: id, number: 1, title: 'drm/mica: blit through local mappings', author, files })],
  });
  const messages = [
    message({
      id,
      from: author,
      recipients: {
        to: [mailbox('Reuss, Tomas <t.reuss@kernel.example>'), mailbox('dri list <dri@lists.example>')],
        cc: [mailbox('Okafor, Ngozi (lists) <ngozi@okafor.example>'), mailbox('undisclosed <>')],
      },
      subject: 'Re: [PATCH v3] drm/mica: blit through local mappings',
      sentAt: Date.UTC(2024, 4, 29, 16, 26, 40),
    }),
  ];
  const withheld = [{ finding: guarded, reason: 'every caller in this file holds page faults off' }];
  return {
    run: run([review({ series: one, findings: [missing, order, mismatch, deprecated], withheld })], 2),
    messages,
  };
}
