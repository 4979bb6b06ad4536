// How fast Faultline is, beside the tools that people use today, in the same run. Scripts, not tests: how fast a machine is, no test can
// know. `npm run bench` takes all; `npm run bench -- review 40` judges 40 patches, `npm run bench -- ingest ARCHIVE...` takes in the
// shared linux-nilfs, and then these public-inbox archives, to see what a mail costs in a larger one; `npm run bench -- webhooks` sends
// ten thousand to the server of the GitHub App.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchIngest } from './bench-ingest.js';
import { benchReview } from './bench-review.js';
import { benchWebhooks } from './bench-webhooks.js';

const [what, ...words] = process.argv.slice(2);
const directory = mkdtempSync(join(tmpdir(), 'faultline-bench-'));
try {
  if (what === undefined || what === 'review')
    await benchReview(directory, Number(words[0] ?? Number.POSITIVE_INFINITY));
  if (what === undefined || what === 'ingest') await benchIngest(directory, words);
  if (what === undefined || what === 'webhooks') await benchWebhooks(directory);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
