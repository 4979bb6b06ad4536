import { expect, test } from '@jest/globals';
import type { AppStatus } from '../../src/domain/app-status.js';
import type { StoreStatus } from '../../src/domain/store-status.js';
import { renderStatus, renderStatusLine } from '../../src/render/status.js';

const status: StoreStatus = {
  sources: [
    {
      name: 'git:/srv/lists/larder.git',
      places: 12,
      readAt: Date.UTC(2024, 4, 7, 8, 30),
      newestAt: Date.UTC(2024, 4, 7, 8, 12),
      trouble: undefined,
    },
    {
      name: 'imaps://ada@mail.example.org/INBOX',
      places: 1,
      readAt: undefined,
      newestAt: undefined,
      trouble: 'wrong \x1b[31mpassword',
    },
  ],
  mails: 10,
  duplicates: 1,
  withdrawn: 1,
  imposters: 1,
  unreadable: 0,
  threads: 4,
  series: { complete: 2, incomplete: 1 },
  problems: { 'mail-imposter': 1 },
  stale: 2,
};

const noApp: AppStatus = {
  repositories: [],
  jobs: { waiting: 0, running: 0, failed: 0 },
  failedJobs: [],
  deliveries: { planned: 0, sending: 0, sent: 0, failed: 0, withheld: 0 },
};

const app: AppStatus = {
  repositories: [
    { name: 'orchard/linux', isArchived: false, trouble: undefined, origin: 'server', mistakes: [] },
    {
      name: 'orchard/mm',
      isArchived: false,
      trouble: 'suspended',
      origin: 'repository',
      mistakes: [
        { file: '.github/faultline.yml', line: 2, path: 'post', found: '\x1b[1meverywhere', expected: 'a list' },
      ],
    },
    { name: 'orchard/old', isArchived: true, trouble: undefined, origin: undefined, mistakes: [] },
  ],
  jobs: { waiting: 2, running: 1, failed: 2 },
  failedJobs: [{ kind: 'pull', subject: '7', repository: 'orchard/linux', trouble: 'the answer is not a list' }],
  deliveries: { planned: 1, sending: 0, sent: 12, failed: 3, withheld: 4 },
};

test('what a store holds, and how its sources fare', () => {
  expect(renderStatus(status, noApp, { color: false, width: 80 }).split('\n')).toEqual([
    'git:/srv/lists/larder.git  12 places, read 2024-05-07 08:30, newest mail 2024-05-07 08:12',
    'imaps://ada@mail.example.org/INBOX  1 place, never read to its end',
    expect.stringMatching(/^ {2}trouble wrong [^\x1b]*password$/),
    '',
    '13 places: 10 mails, 1 duplicate, 1 withdrawn, 1 imposter, 0 unreadable',
    '4 threads, 3 series: 2 complete, 1 incomplete',
    '1 problem: 1 mail-imposter',
    '2 families of threads wait to be put together: faultline ingest does it',
    '',
  ]);
});

test('how the GitHub App fares', () => {
  const lines = renderStatus(status, app, { color: false, width: 80 }).split('\n');
  expect(lines.slice(8)).toEqual([
    '',
    "orchard/linux  configured by the server's configuration",
    'orchard/mm  nothing is posted: a mistake in .github/faultline.yml',
    '  trouble nothing is done there: suspended',
    expect.stringMatching(/^ {2}trouble \.github\/faultline\.yml:2: post: found [^\x1b]*everywhere, expected a list$/),
    'orchard/old  not looked at yet',
    '  trouble it is archived: nothing is done there',
    '',
    '3 jobs wait, 2 failed',
    '  pull 7 of orchard/linux: the answer is not a list',
    '  and 1 more',
    '1 delivery waits, 3 failed, 4 withheld, 12 on GitHub: faultline deliveries lists them',
    '',
  ]);
  expect(JSON.parse(renderStatusLine(status, app))).toMatchObject({ mails: 10, app: { jobs: { failed: 2 } } });
});
