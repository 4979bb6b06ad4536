import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { renderRun } from '../../src/app/render-run.js';
import { reviewFormats } from '../../src/app/review-formats.js';
import { reviewMails } from '../../src/app/review-mails.js';
import { hostileInputs } from '../support/hostile-mails.js';
import { makeTemporaryDirectory } from '../support/temporary.js';

const root = makeTemporaryDirectory();

// At full size the same inputs are held against bounds of time and memory by test/support/torture.ts.
test.each(hostileInputs)('$name: reviewed and printed in every form', async ({ name, write, testSize }) => {
  const directory = join(root, name);
  mkdirSync(directory);
  const reviewed = await reviewMails(write(directory, testSize), () => undefined);
  expect(reviewed.run.counts.mails).toBeGreaterThan(0);
  for (const format of reviewFormats) {
    expect(renderRun(reviewed, format, { color: false, width: 80 })).not.toBe(undefined);
  }
});
