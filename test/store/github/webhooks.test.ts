import { describe, expect, test } from '@jest/globals';
import type { Repository } from '../../../src/domain/repository.js';
import type { Webhook } from '../../../src/domain/webhook.js';
import { countJobs, endJob, failJob, takeJob } from '../../../src/store/github/jobs.js';
import {
  findRepository,
  keepRef,
  keepRepositories,
  listRefs,
  listRepositories,
  noteTrouble,
} from '../../../src/store/github/repositories.js';
import { forgetWebhooks, keepWebhooks, knownWebhookIds } from '../../../src/store/github/webhooks.js';
import type { Database } from '../../../src/store/open-database.js';
import { bothDatabases } from '../../support/both-databases.js';

const larder: Repository = {
  id: 11,
  installationId: 40,
  owner: 'ada',
  name: 'larder',
  defaultBranch: 'master',
  isArchived: false,
};

function webhook(id: string, parts: Partial<Webhook> = {}): Webhook {
  return { id, name: 'pull_request.opened', lostRepositoryIds: [], jobs: [], ...parts };
}

const opened = webhook('one', { repository: larder, jobs: [{ kind: 'pull', repositoryId: 11, subject: '7' }] });

async function finishJobs(db: Database): Promise<readonly string[]> {
  const keys: string[] = [];
  for (let job = await takeJob(db, 1_000); job; job = await takeJob(db, 1_000)) {
    keys.push(job.key);
    await endJob(db, job);
  }
  return keys;
}

describe.each(bothDatabases())('webhooks in $kind', ({ makeStore }) => {
  test('are kept once, with the jobs that they order', async () => {
    const { db } = await makeStore();
    expect(await keepWebhooks(db, [opened, opened, webhook('two')], 5)).toEqual({ fresh: 2, jobs: 2 });
    // The repository was seen for the first time.
    expect(await finishJobs(db)).toEqual(['pull:11:7', 'repository:11:']);
    expect(await keepWebhooks(db, [opened], 6)).toEqual({ fresh: 0, jobs: 0 });
    expect(await countJobs(db)).toEqual({ waiting: 0, running: 0, failed: 0 });
    expect([...(await knownWebhookIds(db, ['one', 'two', 'three']))].sort()).toEqual(['one', 'two']);
    expect(await findRepository(db, 11)).toEqual({ ...larder, trouble: undefined, seenAt: 5 });
  });

  test('are kept whole or not at all', async () => {
    const { db } = await makeStore();
    const unfit = webhook('two', {
      jobs: [{ kind: 'pull', repositoryId: 11, subject: undefined as unknown as string }],
    });
    const outcome = keepWebhooks(db, [opened, unfit], 5).then(
      () => 'kept',
      () => 'refused',
    );
    expect(await outcome).toBe('refused');
    expect(await knownWebhookIds(db, ['one', 'two'])).toEqual(new Set());
    expect(await listRepositories(db)).toEqual([]);
    expect(await countJobs(db)).toMatchObject({ waiting: 0 });
  });

  test('that are redelivered order those of their jobs again that had failed', async () => {
    const { db } = await makeStore();
    await keepRepositories(db, [larder], 1);
    const both = webhook('one', {
      repository: larder,
      jobs: ['7', '8'].map(subject => ({ kind: 'pull', repositoryId: 11, subject })),
    });
    await keepWebhooks(db, [both], 5);
    const [seven, eight] = [await takeJob(db, 5), await takeJob(db, 5)];
    if (!seven || !eight) throw new Error('two jobs were ordered');
    await failJob(db, seven, 'no such commit');
    await endJob(db, eight);
    expect(await keepWebhooks(db, [both], 6)).toEqual({ fresh: 0, jobs: 1 });
    expect(await finishJobs(db)).toEqual(['pull:11:7']);
  });

  test('that tell another name, owner or state of a repository are noted, and looked into', async () => {
    const { db } = await makeStore();
    await keepRepositories(db, [larder], 1);
    await keepWebhooks(db, [webhook('same', { repository: larder })], 5);
    expect(await finishJobs(db)).toEqual([]);
    const moved = { ...larder, owner: 'bo', name: 'pantry', isArchived: true, installationId: 41 };
    await keepWebhooks(db, [webhook('moved', { repository: moved })], 6);
    expect(await findRepository(db, 11)).toMatchObject({ ...moved, seenAt: 1 });
    expect(await finishJobs(db)).toEqual(['repository:11:']);
  });

  test('that tell of an installation are true of all its repositories', async () => {
    const { db } = await makeStore();
    const others = [
      { ...larder, id: 12, name: 'shelf' },
      { ...larder, id: 13, name: 'cellar', installationId: 41 },
    ];
    await keepRepositories(db, [larder, ...others], 1);
    const troubles = async () =>
      (await listRepositories(db)).map(({ name, trouble }) => `${name}: ${trouble ?? 'fine'}`);
    await noteTrouble(db, 11, 'checks: write is missing');
    await keepWebhooks(db, [webhook('lost', { lostRepositoryIds: [12] })], 5);
    expect(await troubles()).toEqual(['cellar: fine', 'larder: checks: write is missing', 'shelf: removed']);
    await keepWebhooks(db, [webhook('suspend', { installation: { id: 40, state: 'suspended' } })], 6);
    expect(await troubles()).toEqual(['cellar: fine', 'larder: suspended', 'shelf: removed']);
    await keepWebhooks(db, [webhook('unsuspend', { installation: { id: 40, state: 'there' } })], 7);
    expect(await troubles()).toEqual(['cellar: fine', 'larder: fine', 'shelf: removed']);
    await keepWebhooks(db, [webhook('gone', { installation: { id: 40, state: 'gone' } })], 8);
    expect(await troubles()).toEqual(['cellar: fine', 'larder: removed', 'shelf: removed']);
    // A late webhook of the same installation does not bring it back; the API, or a new installation, does.
    await keepWebhooks(db, [webhook('late', { repository: { ...larder, name: 'old' } })], 9);
    expect(await troubles()).toEqual(['cellar: fine', 'old: removed', 'shelf: removed']);
    await keepWebhooks(db, [webhook('new', { repository: { ...larder, installationId: 42 } })], 10);
    await keepRepositories(db, [{ ...larder, id: 12, name: 'shelf' }], 11);
    expect(await troubles()).toEqual(['cellar: fine', 'larder: fine', 'shelf: fine']);
    expect(await listRepositories(db, { installationId: 42 })).toMatchObject([{ id: 11 }]);
  });

  test('are forgotten when GitHub has long forgotten them', async () => {
    const { db } = await makeStore();
    await keepWebhooks(db, [webhook('old')], 5);
    await keepWebhooks(db, [webhook('new')], 50);
    expect(await forgetWebhooks(db, 50)).toBe(1);
    expect(await knownWebhookIds(db, ['old', 'new'])).toEqual(new Set(['new']));
  });

  test('follow refs: how far each was followed is kept', async () => {
    const { db } = await makeStore();
    const [old, now] = ['a'.repeat(40), 'b'.repeat(40)];
    await keepRef(db, 11, 'refs/heads/master', old);
    await keepRef(db, 11, 'refs/heads/master', now);
    await keepRef(db, 12, 'refs/heads/master', old);
    expect(await listRefs(db, 11)).toEqual(new Map([['refs/heads/master', now]]));
    expect(await listRefs(db, 12)).toEqual(new Map([['refs/heads/master', old]]));
    await keepRef(db, 12, 'refs/heads/master', undefined);
    expect(await listRefs(db, 12)).toEqual(new Map());
  });
});
