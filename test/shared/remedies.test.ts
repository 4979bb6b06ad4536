import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { repository } from '../support/repository.js';
import { makeTemporaryDirectory } from '../support/temporary.js';
import { tryRemedies } from './try-remedies.js';

const directory = makeTemporaryDirectory();
const maybe = existsSync(join(repository, '../shared/kmap/corpus/mirror.bundle')) ? test : test.skip;

maybe(
  'at least 80 % of the flagship findings have a remedy, which git applies and which leaves nothing to say (skipped without ../shared)',
  async () => {
    // A sample: .ci/run tries those of all mails.
    const tried = await tryRemedies(directory, 3);
    expect(tried.filter(({ outcome }) => outcome === 'misfit' || outcome === 'noisy')).toEqual([]);
    const offered = tried.filter(({ outcome }) => outcome === 'silent');
    expect(offered.length).toBeGreaterThanOrEqual(0.8 * tried.length);
    expect(tried.length).toBeGreaterThanOrEqual(10);
  },
  120_000,
);
