import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Migration, Migrator } from 'kysely';
import type { RawMail } from '../../src/domain/message.js';
import { readMessage } from '../../src/mail/read-message.js';
import type { IntakeEvent } from '../../src/store/intake.js';
import { migrations } from '../../src/store/migrations.js';
import { openDatabase } from '../../src/store/open-database.js';
import { readStatus } from '../../src/store/status.js';
import { Store } from '../../src/store/store.js';
import { mailOf, readFixtureMails } from '../support/mails.js';
import { startPostgres, type TestPostgres } from '../support/postgres.js';
import { makeRandom, shuffled } from '../support/random.js';
import { assembleFacts, mailEvent, readFacts, takeMails } from '../support/store.js';
import { makeTemporaryDirectory } from '../support/temporary.js';

const root = makeTemporaryDirectory();
let postgres: TestPostgres | undefined;
let count = 0;

beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres?.stop());

const kinds = [
  { kind: 'SQLite', place: async (name: string) => join(root, name) },
  { kind: 'PostgreSQL', place: async (name: string) => (await postgres?.makeDatabase(name)) ?? '' },
];

const shelf = mailOf(
  'Received: by mx.example.org; Mon, 6 May 2024 07:00:01 +0000\nFrom: Ada <ada@example.com>\nMessage-ID: <shelf@x>\nSubject: the shelf',
  'It bends.',
);
const answer = mailOf(
  'From: Bo <bo@example.com>\nMessage-ID: <answer@x>\nIn-Reply-To: <shelf@x>\nSubject: Re: the shelf',
  'It does.',
);

function at(origin: string, mail: RawMail): RawMail {
  return { ...mail, origin };
}

async function take(store: Store, events: readonly IntakeEvent[], cursor?: string, source = 'list') {
  const { id } = await store.findSource(source);
  return store.intake.take(id, events, cursor);
}

function placesIn(status: Awaited<ReturnType<typeof readStatus>>): number {
  return status.sources.reduce((sum, source) => sum + source.places, 0);
}

/** Every place is one of these. */
function accountedFor({
  mails,
  duplicates,
  withdrawn,
  imposters,
  unreadable,
}: Awaited<ReturnType<typeof readStatus>>): number {
  return mails + duplicates + withdrawn + imposters + unreadable;
}

describe.each(kinds)('a store in $kind', ({ place }) => {
  async function makeStore(): Promise<{ store: Store; location: string }> {
    count += 1;
    const location = await place(`store${count}`);
    const store = await Store.open(location, { mayMake: true });
    await store.lockIntake();
    return { store, location };
  }

  test('takes a place once, and keeps the cursor with the mails', async () => {
    const { store } = await makeStore();
    const first = await take(store, [await mailEvent('1', shelf)], 'behind 1');
    const second = await take(store, [await mailEvent('1', answer), await mailEvent('2', answer)], 'behind 2');
    expect([first, second].map(({ mails }) => mails.length)).toEqual([1, 1]);
    expect(await store.findSource('list')).toMatchObject({ cursor: 'behind 2' });
    expect(await readStatus(store.db)).toMatchObject({ mails: 2, duplicates: 0, sources: [{ places: 2 }] });
    expect([...(await store.intake.knownOf((await store.findSource('list')).id, ['1', '2', '3']))].sort()).toEqual([
      '1',
      '2',
    ]);
    await store.close();
  });

  test('keeps all of what it is handed, or nothing', async () => {
    const { store } = await makeStore();
    const event = await mailEvent('1', shelf);
    const { digest: _, ...broken } = event.mail as Extract<typeof event.mail, { readonly digest: string }>;
    const unfit = { kind: 'mail', place: '2', mail: { ...broken, digest: undefined } } as unknown as IntakeEvent;
    const outcome = take(store, [event, unfit], 'behind 2').then(
      () => 'kept',
      () => 'refused',
    );
    expect(await outcome).toBe('refused');
    expect(await store.findSource('list')).toMatchObject({ cursor: undefined });
    expect(await readStatus(store.db)).toMatchObject({ mails: 0 });
    const { mails } = await take(store, [event], 'behind 1');
    expect(mails).toMatchObject([{ id: 1, familyId: 1 }]);
    await store.close();
  });

  test('counts every place: mails, duplicates, imposters, unreadable and withdrawn ones', async () => {
    const { store } = await makeStore();
    const imposter = mailOf(
      'Received: by mx.example.org; Wed, 8 May 2024 07:00:00 +0000\nFrom: Eve <eve@example.com>\nMessage-ID: <shelf@x>\nSubject: buy now',
      'Cheap.',
    );
    await takeMails(store, [at('1', shelf), at('2', answer), at('3', shelf), at('4', imposter)]);
    await takeMails(store, [at('a', shelf)], 'another list');
    await take(store, [
      { kind: 'mail', place: '5', mail: { code: 'source-unreadable', where: 'list 5', detail: 'nothing is there' } },
      { kind: 'withdrawn', place: '2' },
    ]);
    const status = await readStatus(store.db);
    expect(status).toMatchObject({
      mails: 1,
      duplicates: 2,
      imposters: 1,
      unreadable: 1,
      withdrawn: 1,
      problems: { 'mail-imposter': 1, 'source-unreadable': 1 },
    });
    expect(accountedFor(status)).toBe(placesIn(status));
    await store.close();
  });

  test('forgets what a purge took out, and keeps what stands elsewhere', async () => {
    const { store } = await makeStore();
    await takeMails(store, [at('a/1', shelf), at('a/2', answer), at('b/1', answer)]);
    await take(store, [
      { kind: 'rewritten', scope: 'a/' },
      { kind: 'settled', scope: 'a/', isPurge: true },
    ]);
    await takeMails(store, []);
    expect(await readStatus(store.db)).toMatchObject({ mails: 1, duplicates: 0, threads: 1, sources: [{ places: 1 }] });
    const kept = await store.db.selectFrom('mail').select('message_id').execute();
    expect(kept.map(row => row.message_id)).toEqual(['answer@x']);
    await store.close();
  });

  test('keeps the mails of a mailbox that was emptied or made anew', async () => {
    const { store } = await makeStore();
    await takeMails(store, [at('1/1', shelf), at('1/2', answer)]);
    await take(store, [
      { kind: 'rewritten', scope: '' },
      await mailEvent('2/1', answer),
      { kind: 'settled', scope: '', isPurge: false },
    ]);
    await takeMails(store, []);
    expect(await readStatus(store.db)).toMatchObject({ mails: 2, duplicates: 0, threads: 1, sources: [{ places: 2 }] });
    await store.close();
  });

  test('a deleted mail that is told anew is in sight, unless its deletion is told as well', async () => {
    const { store } = await makeStore();
    await takeMails(store, [at('a/1', shelf), at('a/2', answer)]);
    await take(store, [
      { kind: 'withdrawn', place: 'a/1' },
      { kind: 'withdrawn', place: 'a/2' },
    ]);
    await take(store, [
      { kind: 'rewritten', scope: 'a/' },
      { kind: 'still-there', place: 'a/1' },
      { kind: 'still-there', place: 'a/2' },
      { kind: 'withdrawn', place: 'a/2' },
      { kind: 'settled', scope: 'a/', isPurge: true },
    ]);
    await takeMails(store, []);
    expect(await readStatus(store.db)).toMatchObject({ mails: 1, withdrawn: 1, threads: 1 });
    await store.close();
  });

  test('a place that is still there stays, whatever is told anew', async () => {
    const { store } = await makeStore();
    await takeMails(store, [at('a/1', shelf), at('a/2', answer)]);
    await take(store, [
      { kind: 'rewritten', scope: 'a/' },
      { kind: 'still-there', place: 'a/1' },
      await mailEvent('a/2', answer),
      { kind: 'settled', scope: 'a/', isPurge: true },
    ]);
    expect(await readStatus(store.db)).toMatchObject({ mails: 2, sources: [{ places: 2 }] });
    await store.close();
  });

  test('a withdrawn mail leaves its thread, and comes back with another list', async () => {
    const { store } = await makeStore();
    await takeMails(store, [at('1', shelf), at('2', answer)]);
    await take(store, [{ kind: 'withdrawn', place: '2' }]);
    await takeMails(store, []);
    expect((await readFacts(store)).threads).toMatchObject([expect.stringContaining('"mails":1')]);
    await takeMails(store, [at('x', answer)], 'another list');
    expect((await readFacts(store)).threads).toMatchObject([expect.stringContaining('"mails":2')]);
    await store.close();
  });

  test('has one who takes mails in at a time', async () => {
    const { store, location } = await makeStore();
    const other = await Store.open(location);
    await expect(other.lockIntake()).rejects.toThrow(/^another faultline takes mails into this store, /);
    await store.close();
    await other.lockIntake();
    await other.close();
  });

  test('that was not made to its end is not there', async () => {
    count += 1;
    const location = await place(`store${count}`);
    const database = await openDatabase(location, true);
    const tear = ({ up }: Migration): Migration => ({
      up: async db => {
        await up(db);
        throw new Error('the process ends here');
      },
    });
    const torn = Object.fromEntries(Object.entries(migrations).map(([name, step]) => [name, tear(step)]));
    const migrator = new Migrator({ db: database.db, provider: { getMigrations: async () => torn } });
    expect(await migrator.migrateToLatest()).toMatchObject({ error: { message: 'the process ends here' } });
    await database.close();
    const store = await Store.open(location, { mayMake: true });
    expect(await readStatus(store.db)).toMatchObject({ mails: 0 });
    await store.close();
  });

  test('of an older Faultline is brought up to date, and its families are made anew', async () => {
    const { store, location } = await makeStore();
    await takeMails(store, [at('shelf', shelf), at('answer', answer)]);
    const facts = await readFacts(store);
    await store.db.deleteFrom('thread').execute();
    const steps = store.db.withTables<{ kysely_migration: { name: string } }>();
    await steps.deleteFrom('kysely_migration').where('name', '=', '2026-11-28-remake').execute();
    await store.close();
    const later = await Store.open(location);
    await later.lockIntake();
    await takeMails(later, []);
    expect(await readFacts(later)).toEqual(facts);
    await later.close();
  });

  test('of a newer Faultline is left alone', async () => {
    const { store, location } = await makeStore();
    const steps = store.db.withTables<{ kysely_migration: { name: string; timestamp: string } }>();
    await steps.insertInto('kysely_migration').values({ name: '9999-of-the-future', timestamp: '' }).execute();
    await store.close();
    await expect(Store.open(location)).rejects.toThrow(/^a newer faultline has made this store, /);
  });

  test('mails in any order, any number at a time, come to what they come to at once', async () => {
    const mails = await readFixtureMails();
    const atOnce = assembleFacts(await Promise.all(mails.map(readMessage)));
    expect(atOnce.series.length).toBeGreaterThan(20);
    const random = makeRandom(count);
    const { store } = await makeStore();
    for (const left = shuffled(mails, random); left.length > 0; ) {
      await takeMails(store, left.splice(0, 1 + random(12)));
    }
    expect(await readFacts(store)).toMatchObject(atOnce);
    await store.close();
  });
});
