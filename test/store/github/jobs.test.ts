import { describe, expect, test } from '@jest/globals';
import type { JobOrder } from '../../../src/domain/job.js';
import {
  countJobs,
  endJob,
  failJob,
  listFailedJobs,
  nextDueAt,
  orderJobs,
  postponeJob,
  resumeJobs,
  takeJob,
} from '../../../src/store/github/jobs.js';
import type { Database } from '../../../src/store/open-database.js';
import { bothDatabases } from '../../support/both-databases.js';

const pull: JobOrder = { kind: 'pull', repositoryId: 1, subject: '7' };
const push: JobOrder = { kind: 'push', repositoryId: 1, subject: 'refs/heads/master' };
const installation: JobOrder = { kind: 'installation', subject: '40' };

describe.each(bothDatabases())('jobs in $kind', ({ makeStore }) => {
  async function take(db: Database, now: number) {
    const job = await takeJob(db, now);
    if (job === undefined) throw new Error('no job is due');
    return job;
  }

  test('are taken when they are due, the oldest first, each once', async () => {
    const { db } = await makeStore();
    await orderJobs(db, [push], 20);
    await orderJobs(db, [pull, installation], 10);
    expect(await takeJob(db, 9)).toBeUndefined();
    expect(await nextDueAt(db)).toBe(10);
    const taken = [await takeJob(db, 30), await takeJob(db, 30), await takeJob(db, 30)];
    expect(taken.map(job => job?.key)).toEqual(['installation::40', 'pull:1:7', 'push:1:refs/heads/master']);
    expect(taken[0]).toEqual({
      key: 'installation::40',
      kind: 'installation',
      repositoryId: undefined,
      subject: '40',
      isForced: false,
      orders: 1,
      attempts: 1,
      trouble: undefined,
    });
    expect(await takeJob(db, 30)).toBeUndefined();
    expect(await nextDueAt(db)).toBeUndefined();
    expect(await countJobs(db)).toEqual({ waiting: 0, running: 3, failed: 0 });
  });

  test('are put off when they are done, so that nothing is forgotten in between; an order goes before that', async () => {
    const { db } = await makeStore();
    await orderJobs(db, [{ ...pull, isForced: true }], 10);
    expect(await endJob(db, await take(db, 10), { dueAt: 500 })).toBe('done');
    expect(await countJobs(db)).toEqual({ waiting: 1, running: 0, failed: 0 });
    expect(await takeJob(db, 499)).toBeUndefined();
    const again = await take(db, 500);
    expect(again).toMatchObject({ isForced: false, attempts: 1 });
    await orderJobs(db, [pull], 510);
    expect(await endJob(db, again, { dueAt: 900 })).toBe('again');
    expect(await take(db, 510)).toMatchObject({ key: 'pull:1:7', attempts: 1 });
  });

  test('of families come behind all others, however long they are due', async () => {
    const { db } = await makeStore();
    await orderJobs(db, [{ kind: 'family', repositoryId: 1, subject: '3' }], 10);
    await orderJobs(db, [pull], 20);
    expect([await takeJob(db, 30), await takeJob(db, 30)].map(job => job?.kind)).toEqual(['pull', 'family']);
  });

  test('are never taken by two at once', async () => {
    const { db } = await makeStore();
    const subjects = Array.from({ length: 20 }, (_, index) => String(index));
    await orderJobs(
      db,
      subjects.map(subject => ({ ...pull, subject })),
      0,
    );
    const taken = await Promise.all(subjects.map(() => takeJob(db, 0)));
    const keys = taken.flatMap(job => (job ? [job.key] : []));
    expect(new Set(keys).size).toBe(keys.length);
    for (let job = await takeJob(db, 0); job; job = await takeJob(db, 0)) keys.push(job.key);
    expect(new Set(keys).size).toBe(20);
  });

  test('that are done are gone, and those that were ordered meanwhile are done once more', async () => {
    const { db } = await makeStore();
    await orderJobs(db, [pull, pull], 0);
    const first = await take(db, 0);
    expect(first.orders).toBe(1);
    await orderJobs(db, [{ ...pull, isForced: true }], 5);
    expect(await takeJob(db, 5)).toBeUndefined();
    expect(await endJob(db, first)).toBe('again');
    const second = await take(db, 5);
    expect(second).toMatchObject({ isForced: true, orders: 2, attempts: 1 });
    expect(await endJob(db, second)).toBe('done');
    expect(await countJobs(db)).toEqual({ waiting: 0, running: 0, failed: 0 });
  });

  test('that wait for later are due at once when they are ordered again, and stay forced', async () => {
    const { db } = await makeStore();
    await orderJobs(db, [{ ...pull, isForced: true }], 0);
    await postponeJob(db, await take(db, 0), { dueAt: 1_000, trouble: 'GitHub does not answer' });
    expect(await takeJob(db, 999)).toBeUndefined();
    expect(await nextDueAt(db)).toBe(1_000);
    await orderJobs(db, [pull], 10);
    expect(await take(db, 10)).toMatchObject({ isForced: true, attempts: 2, trouble: 'GitHub does not answer' });
  });

  test('that failed wait for an order, and begin anew with it', async () => {
    const { db } = await makeStore();
    await orderJobs(db, [pull], 0);
    await failJob(db, await take(db, 0), 'the base is missing');
    expect(await takeJob(db, 1_000)).toBeUndefined();
    expect(await listFailedJobs(db)).toMatchObject([{ key: 'pull:1:7', trouble: 'the base is missing', attempts: 1 }]);
    expect(await countJobs(db)).toEqual({ waiting: 0, running: 0, failed: 1 });
    await orderJobs(db, [pull], 10);
    const again = await take(db, 10);
    expect(again.attempts).toBe(1);
    await orderJobs(db, [pull], 20);
    await failJob(db, again, 'the base is missing');
    expect(await listFailedJobs(db)).toEqual([]);
    expect(await take(db, 20)).toMatchObject({ attempts: 1 });
  });

  test('that ran when the process ended wait again, and the try counts', async () => {
    const { db } = await makeStore();
    await orderJobs(db, [pull, push], 0);
    await take(db, 0);
    expect(await resumeJobs(db)).toBe(1);
    expect(await take(db, 0)).toMatchObject({ key: 'pull:1:7', attempts: 2 });
  });
});
