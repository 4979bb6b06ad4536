import { expect, test } from '@jest/globals';
import type { StoreStatus } from '../../src/domain/store-status.js';
import { renderStatus } from '../../src/render/status.js';

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

test('what a store holds, and how its sources fare', () => {
  expect(renderStatus(status, { color: false, width: 80 }).split('\n')).toEqual([
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
