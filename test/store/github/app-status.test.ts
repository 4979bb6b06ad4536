import { describe, expect, test } from '@jest/globals';
import { readAppStatus } from '../../../src/store/github/app-status.js';
import { failJob, orderJobs, takeJob } from '../../../src/store/github/jobs.js';
import {
  findSettingsDigest,
  forgetSettingsDigests,
  keepRepositories,
  keepSettings,
  noteInstallation,
  noteTrouble,
} from '../../../src/store/github/repositories.js';
import { keepMistakes } from '../../../src/store/github/settings-mistakes.js';
import { findUnlinkedPulls, keepVerdict } from '../../../src/store/github/verdicts.js';
import { bothDatabases } from '../../support/both-databases.js';

const linux = {
  id: 11,
  installationId: 5,
  owner: 'orchard',
  name: 'linux',
  defaultBranch: 'master',
  isArchived: false,
};
const now = Date.UTC(2026, 10, 28);

describe.each(bothDatabases())('repositories in $kind', ({ makeStore }) => {
  test('tell how the App fares', async () => {
    const { db } = await makeStore();
    await keepRepositories(db, [linux, { ...linux, id: 12, name: 'mm', isArchived: true }], now);
    await keepSettings(db, 11, { origin: 'repository', digest: 'd' });
    const mistake = { file: '.github/faultline.yml', line: 2, path: 'post', found: 'all', expected: 'a list' };
    await keepMistakes(db, 11, [mistake]);
    await orderJobs(db, [{ kind: 'pull', repositoryId: 11, subject: '7' }], now);
    const job = await takeJob(db, now);
    if (job === undefined) throw new Error('no job');
    await failJob(db, job, 'the answer is not a list');
    expect(await readAppStatus(db)).toEqual({
      repositories: [
        { name: 'orchard/linux', isArchived: false, trouble: undefined, origin: 'repository', mistakes: [mistake] },
        { name: 'orchard/mm', isArchived: true, trouble: undefined, origin: undefined, mistakes: [] },
      ],
      jobs: { waiting: 0, running: 0, failed: 1 },
      failedJobs: [{ kind: 'pull', subject: '7', repository: 'orchard/linux', trouble: 'the answer is not a list' }],
      deliveries: { planned: 0, sending: 0, sent: 0, failed: 0, withheld: 0 },
    });
  });

  test('forget that all was looked at where something could not be', async () => {
    const { db } = await makeStore();
    await keepRepositories(db, [linux], now);
    const forgetful = [
      () => noteTrouble(db, 11, 'checks: write is missing'),
      () => noteInstallation(db, { id: 5, state: 'suspended' }),
      () => forgetSettingsDigests(db, [11]),
      () => keepRepositories(db, [{ ...linux, isArchived: true }], now),
    ];
    for (const act of forgetful) {
      await keepSettings(db, 11, { origin: 'server', digest: 'd' });
      await noteTrouble(db, 11, undefined);
      await noteInstallation(db, { id: 5, state: 'there' });
      expect(await findSettingsDigest(db, 11)).toBe('d');
      await act();
      expect(await findSettingsDigest(db, 11)).toBeUndefined();
    }
  });

  test('find the pull requests of a series that comes after them', async () => {
    const { db } = await makeStore();
    const names = ['a'.repeat(40), 'cover@example.com'];
    const kept = { isOpen: true, headSha: 'b'.repeat(40), names, verdict: '{}' };
    await keepVerdict(db, 11, { ...kept, subject: 'pull 7' });
    await keepVerdict(db, 11, { ...kept, subject: 'pull 8', seriesId: 'other@example.com' });
    await keepVerdict(db, 11, { ...kept, subject: 'pull 9', isOpen: false });
    await keepVerdict(db, 12, { ...kept, subject: 'pull 7' });
    const find = async (...asked: readonly string[]) =>
      (await findUnlinkedPulls(db, 11, asked)).map(({ subject }) => subject);
    expect(await find('nothing', 'a'.repeat(40))).toEqual(['pull 7']);
    expect(await find('cover@example.com')).toEqual(['pull 7']);
    expect(await find('over@example.com')).toEqual([]);
  });
});
