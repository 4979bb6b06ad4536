import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DeliveryState } from '../../../src/domain/delivery.js';
import { findDelivery, listDeliveries, planDeliveries } from '../../../src/store/github/deliveries.js';
import {
  type DueDelivery,
  findDueDelivery,
  findNextDue,
  isInDoubt,
  listDueRepositories,
} from '../../../src/store/github/delivery-queue.js';
import {
  listWrites,
  markFailed,
  markSending,
  markSent,
  postpone,
  takeBack,
} from '../../../src/store/github/delivery-steps.js';
import { findVerdict, keepVerdict } from '../../../src/store/github/verdicts.js';
import { Store } from '../../../src/store/store.js';
import { addRepository, contents, planOf } from '../../support/outbox-bench.js';
import { startPostgres, type TestPostgres } from '../../support/postgres.js';
import { makeTemporaryDirectory } from '../../support/temporary.js';

const root = makeTemporaryDirectory();
let postgres: TestPostgres | undefined;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres?.stop());

const kinds = [
  { kind: 'SQLite', place: async () => join(root, 'store') },
  { kind: 'PostgreSQL', place: async () => (await postgres?.makeDatabase('deliveries')) ?? '' },
];
const now = 1_714_978_800_000;
const times = { now, notBefore: now + 30_000, countsAs: 'issue-comment' };
const receipt = { id: 12, number: 3, url: 'https://github.example/12' };
const all = { takesPosts: true, takesIssues: true };

describe.each(kinds)('deliveries in $kind', ({ place }) => {
  let store: Store;
  beforeAll(async () => {
    store = await Store.open(await place(), { mayMake: true });
    await addRepository(store.db, 1, 'linux');
  });
  afterAll(() => store.close());

  const plan = (body: string, withheld?: string, key = 'answer') =>
    planDeliveries(store.db, [planOf(key, contents.issueComment(body, 7), { withheld })], now);

  async function due(at = now): Promise<DueDelivery> {
    const found = await findDueDelivery(store.db, 1, at, all);
    if (!found) throw new Error('nothing is due');
    return found;
  }

  async function sendFirst(): Promise<void> {
    const first = await due();
    await markSending(store.db, [first], times);
    await markSent(store.db, first.delivery.key, receipt, first.digest, now);
  }

  async function fresh(): Promise<void> {
    await store.db.deleteFrom('delivery').execute();
    await store.db.deleteFrom('sending').execute();
  }

  const stateOf = async (key = 'answer'): Promise<DeliveryState | undefined> =>
    (await findDelivery(store.db, key))?.state;

  test('are planned with what is noted along, or not at all', async () => {
    const planned = planOf('together', contents.issueComment('one', 7));
    const fail = () => Promise.reject(new Error('the process ends'));
    await expect(planDeliveries(store.db, [planned], now, fail)).rejects.toThrow('the process ends');
    expect(await findDelivery(store.db, 'together')).toBeUndefined();
    const verdict = { subject: 'pull 7', isOpen: true, verdict: '{}' };
    await planDeliveries(store.db, [], now, transaction => keepVerdict(transaction, 1, verdict));
    expect(await findVerdict(store.db, 1, 'pull 7')).toMatchObject(verdict);
  });

  test('the same plan again changes nothing, whatever became of it', async () => {
    await fresh();
    await plan('one');
    const before = await findDelivery(store.db, 'answer');
    await plan('one');
    expect(await findDelivery(store.db, 'answer')).toEqual(before);
    await sendFirst();
    const sent = await findDelivery(store.db, 'answer');
    expect(sent).toMatchObject({ state: 'sent', receipt, isOutdated: false, sentAt: now });
    await plan('one');
    await plan('one', 'posting is off');
    expect(await findDelivery(store.db, 'answer')).toEqual(sent);
  });

  test('another content is planned anew, and keeps the receipt', async () => {
    await fresh();
    await plan('one');
    await sendFirst();
    await plan('two');
    expect(await findDelivery(store.db, 'answer')).toMatchObject({ state: 'planned', receipt, isOutdated: true });
    await plan('one');
    expect(await findDelivery(store.db, 'answer')).toMatchObject({ state: 'sent', receipt, isOutdated: false });
    await plan('two', 'posting is off');
    expect(await findDelivery(store.db, 'answer')).toMatchObject({
      state: 'withheld',
      receipt,
      withheld: 'posting is off',
    });
    await plan('two');
    expect(await findDelivery(store.db, 'answer')).toMatchObject({ state: 'planned', receipt, withheld: undefined });
  });

  test('what is planned can be withheld before it is sent, and the last of two plans counts', async () => {
    await fresh();
    await plan('one');
    await plan('one', 'posting is off');
    expect(await stateOf()).toBe('withheld');
    await planDeliveries(
      store.db,
      [planOf('answer', contents.issueComment('x', 7)), planOf('answer', contents.issueComment('y', 7))],
      now,
    );
    expect(await findDelivery(store.db, 'answer')).toMatchObject({ state: 'planned', content: { body: 'y' } });
    await planDeliveries(store.db, [], now);
  });

  test('what is on its way stays in doubt under another content, and is sent anew when it is found', async () => {
    await fresh();
    await plan('one');
    const first = await due();
    expect(await markSending(store.db, [first], times)).toBe(true);
    await plan('two');
    expect(await stateOf()).toBe('sending');
    expect(await findDueDelivery(store.db, 1, now, all)).toBeUndefined();
    const doubtful = await due(now + 30_000);
    expect(isInDoubt(doubtful)).toBe(true);
    await markSent(store.db, 'answer', receipt, doubtful.sentDigest, now);
    expect(await findDelivery(store.db, 'answer')).toMatchObject({ state: 'planned', receipt, isOutdated: true });
  });

  test('what changed since it was read is not begun', async () => {
    await fresh();
    await plan('one');
    const first = await due();
    await plan('two');
    expect(await markSending(store.db, [first], times)).toBe(false);
    const second = await due();
    await plan('two', 'posting is off');
    expect(await markSending(store.db, [second], times)).toBe(false);
    expect(await listWrites(store.db, 1, 0)).toEqual([]);
  });

  test('what failed is tried with another content; what may have arrived is looked for first', async () => {
    await fresh();
    await plan('one');
    await markSending(store.db, [await due()], times);
    await markFailed(store.db, await due(now + 30_000), { trouble: 'refused', isInDoubt: false });
    await plan('one');
    expect(await findDelivery(store.db, 'answer')).toMatchObject({ state: 'failed', trouble: 'refused', attempts: 1 });
    await plan('two');
    expect(await findDelivery(store.db, 'answer')).toMatchObject({ state: 'planned', trouble: undefined, attempts: 0 });
    await markSending(store.db, [await due()], times);
    await markFailed(store.db, await due(now + 30_000), { trouble: 'given up', isInDoubt: true });
    await plan('three');
    expect(isInDoubt(await due())).toBe(true);
  });

  test('writes are counted, but those that did not arrive', async () => {
    await fresh();
    await plan('one');
    await markSending(store.db, [await due()], times);
    expect(await listWrites(store.db, 1, now - 1)).toEqual([now]);
    expect(await listWrites(store.db, 1, now - 1, 'issue')).toEqual([]);
    await takeBack(store.db, [await due(now + 30_000)], { trouble: 'limited', notBefore: now + 60_000 });
    expect(await listWrites(store.db, 1, now - 1)).toEqual([]);
    expect(await findDelivery(store.db, 'answer')).toMatchObject({ state: 'planned', trouble: 'limited', attempts: 0 });
    expect(await findNextDue(store.db, now)).toBe(now + 60_000);
    expect(await listDueRepositories(store.db, now)).toEqual([]);
    await postpone(store.db, [await due(now + 60_000)], { trouble: 'no answer', notBefore: now });
    expect(await findDelivery(store.db, 'answer')).toMatchObject({ state: 'planned', attempts: 1 });
    expect(await listDueRepositories(store.db, now)).toMatchObject([{ id: 1, owner: 'example', isArchived: false }]);
  });

  test('comments go with their review, files and what hangs below an issue behind it', async () => {
    await fresh();
    const below = { parent: 'review' };
    await planDeliveries(
      store.db,
      [
        planOf('a', contents.comment(1), below),
        planOf('b', contents.comment(undefined), below),
        planOf('c', contents.comment(2), below),
        planOf('d', contents.issueComment('news'), { parent: 'missing' }),
        planOf('review', contents.review()),
      ],
      now,
    );
    const review = await due();
    expect([review.delivery.key, review.children.map(({ delivery }) => delivery.key)]).toEqual(['review', ['a', 'c']]);
    await markSending(store.db, [review, ...review.children], times);
    const doubtful = await due(now + 30_000);
    expect(doubtful.children).toHaveLength(2);
    await markSent(store.db, 'review', receipt, review.digest, now);
    await markSent(store.db, 'a', { ...receipt, id: 13 }, review.children[0]?.digest, now);
    expect((await due()).delivery.key).toBe('b');
    const child = await due(now + 30_000);
    expect([child.delivery.key, child.parentReceipt]).toEqual(['b', receipt]);
  });

  test('all are listed in pages, by state and repository, with what they hang below', async () => {
    await fresh();
    const plans = Array.from({ length: 450 }, (_, index) => planOf(`k${index}`, contents.issueComment('x', 7)));
    await planDeliveries(store.db, plans, now);
    await planDeliveries(
      store.db,
      [planOf('late', contents.issueComment('x'), { parent: 'k1', repositoryId: 9 })],
      now + 1,
    );
    const keys: string[] = [];
    for await (const { delivery } of listDeliveries(store.db, {})) keys.push(delivery.key);
    expect(new Set(keys).size).toBe(451);
    for await (const shown of listDeliveries(store.db, { repositoryId: 9, state: 'planned' }))
      expect(shown).toMatchObject({ delivery: { key: 'late' }, repository: undefined, parent: { state: 'planned' } });
    for await (const shown of listDeliveries(store.db, { state: 'failed' })) expect(shown).toBeUndefined();
  });
});
