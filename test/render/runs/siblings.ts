import { filesOf, finding, location, mailbox, message, patch, review, run, series } from '../make.js';
import type { Scenario } from './scenario.js';

const author = mailbox('Tomas Reuss <t.reuss@kernel.example>');
const id = '1717000000-blit@kernel.example';
const path = 'drivers/gpu/mica/mica_blit.c';
const diff = `diff --git a/${path} b/${path}
index 6f1e0d2c3b4a..0a9b8c7d6e5f 100644
--- a/${path}
+++ b/${path}
@@ -55,22 +55,22 @@ static int mica_blit_line(struct mica_job *job, unsigned int y)
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
 
 	if (job->flags & MICA_EMPTY)
 		return 0;
 
 	memcpy(dst, src, job->pitch);
 	mica_account(job, job->pitch);
 
-	kunmap_atomic(dst);
-	kunmap_atomic(src);
+	kunmap_local(src);
+	kunmap_local(dst);
 	return job->pitch;
 }
@@ -90,4 +90,4 @@ static void mica_blit_all(struct mica_job *job)
 	for (y = 0; y < job->height; y++)
-		mica_blit_line(job, y);
+		WARN_ON(mica_blit_line(job, y) < 0);
 	mica_done(job);
 }
`;

/** Three findings about one patch, one of them of a rule on trial, one withheld. */
export function siblings(): Scenario {
  const files = filesOf(diff);
  const missing = finding({
    ruleId: 'kmap/missing-unmap',
    messageId: id,
    what: 'The early return keeps both mappings: 70 is reached with src and dst still mapped.',
    location: location(path, 'new', 68, '\t\treturn 0;', 'mica_blit_line'),
    proof: [
      { location: location(path, 'new', 60, '\tdst = kmap_local_page(to);', 'mica_blit_line'), words: 'mapped here' },
    ],
    fingerprint: '00aa11bb22cc33dd44ee55ff66778899',
  });
  const order = finding({
    ruleId: 'kmap/unmap-order',
    stage: 'trial',
    severity: 'warning',
    messageId: id,
    what: 'src was mapped first and is unmapped first; local mappings are a stack, so dst has to go before it.',
    location: location(path, 'new', 73, '\tkunmap_local(src);', 'mica_blit_line'),
    proof: [
      {
        location: location(path, 'new', 59, '\tsrc = kmap_local_page(from);', 'mica_blit_line'),
        words: 'mapped first',
      },
      { location: location(path, 'new', 60, '\tdst = kmap_local_page(to);', 'mica_blit_line'), words: 'mapped second' },
    ],
    fingerprint: '99aa11bb22cc33dd44ee55ff66778899',
  });
  const callee = finding({
    ruleId: 'kmap/unmap-mismatch',
    severity: 'note',
    confidence: 'medium',
    messageId: id,
    what: 'mica_blit_line() now unmaps what its caller mapped with kmap().',
    location: location(path, 'new', 91, '\t\tWARN_ON(mica_blit_line(job, y) < 0);', 'mica_blit_all'),
    fingerprint: '77aa11bb22cc33dd44ee55ff66778899',
  });
  const said = finding({
    messageId: id,
    what: 'mica_rotate() may touch user memory.',
    location: location(path, 'new', 63, '\t\tmica_rotate(dst, src, job->pitch);', 'mica_blit_line'),
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
      to: [mailbox('Reuss, Tomas <t.reuss@kernel.example>'), mailbox('dri list <dri@lists.example>')],
      cc: [mailbox('Okafor, Ngozi (lists) <ngozi@okafor.example>'), mailbox('undisclosed <>')],
      subject: 'Re: [PATCH v3] drm/mica: blit through local mappings',
      sentAt: Date.UTC(2024, 4, 29, 16, 26, 40),
    }),
  ];
  const withheld = [{ finding: said, reason: 'Ngozi Okafor said so in reply to v2' }];
  return { run: run([review({ series: one, findings: [order, missing, callee], withheld })], 2), messages };
}
