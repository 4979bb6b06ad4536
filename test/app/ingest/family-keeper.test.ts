import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { FamilyKeeper, type FamilyMaker } from '../../../src/app/ingest/family-keeper.js';
import { MailBench } from '../../../src/app/ingest/mail-bench.js';
import type { FamilyOrder } from '../../../src/app/ingest/order-family.js';
import { readGroups } from '../../../src/app/ingest/read-groups.js';
import { takeGroups } from '../../../src/app/ingest/source-intake.js';
import { limits } from '../../../src/domain/limits.js';
import type { RawMail } from '../../../src/domain/message.js';
import { readMessage } from '../../../src/mail/read-message.js';
import type { MailSource, SourceEvent } from '../../../src/sources/mail-source.js';
import { findStaleFamilies } from '../../../src/store/families.js';
import { Store } from '../../../src/store/store.js';
import { mailOf, readFixtureMails } from '../../support/mails.js';
import { makeRandom, shuffled } from '../../support/random.js';
import { assembleFacts, eventsOf, readFacts, takeRead } from '../../support/store.js';
import { makeTemporaryDirectory } from '../../support/temporary.js';

const root = makeTemporaryDirectory();
const usual = { ...limits };
let stores = 0;

afterEach(() => {
  Object.assign(limits, usual);
});

async function makeStore(): Promise<Store> {
  stores += 1;
  const store = await Store.open(join(root, `store${stores}`), { mayMake: true });
  await store.lockIntake();
  return store;
}

function mailAt(origin: string, head: string): RawMail {
  return { ...mailOf(head, 'It bends.'), origin };
}

const shelf = mailAt('shelf', 'From: Ada <ada@example.com>\nMessage-ID: <shelf@x>\nSubject: the shelf');
const answer = mailAt(
  'answer',
  'From: Bo <bo@example.com>\nMessage-ID: <answer@x>\nIn-Reply-To: <shelf@x>\nSubject: Re: the shelf',
);

/** So many that a family which had no mail among them has waited long enough. */
function othersOf(name: string): readonly RawMail[] {
  return Array.from({ length: limits.familyWaitMails }, (_, index) =>
    mailAt(`${name} ${index}`, `From: Cy <cy@example.com>\nMessage-ID: <${name}${index}@x>\nSubject: ${name} ${index}`),
  );
}

test('a mail that comes while its family is being made is not forgotten when that is written', async () => {
  const store = await makeStore();
  const bench = new MailBench();
  const keeper = await FamilyKeeper.open(store, bench);
  const take = async (mails: readonly RawMail[]): Promise<void> => {
    const read = await bench.read(mails);
    await takeRead(store, keeper, read, eventsOf(read, mails));
    await keeper.settleDue();
  };
  const threadsOfShelf = () => store.db.selectFrom('thread').select('mails').where('root_id', '=', 'shelf@x').execute();

  await take([shelf]);
  await take(othersOf('jar'));
  // The shelf is ordered by now, and not written.
  const read = await bench.read([answer]);
  await takeRead(store, keeper, read, eventsOf(read, [answer]));
  const [family] = await findStaleFamilies(store.db);
  await keeper.settleDue();
  expect((await findStaleFamilies(store.db)).slice(0, 1)).toEqual([family]);
  expect(await threadsOfShelf()).toEqual([]);

  await keeper.settleAll(() => undefined);
  expect(await findStaleFamilies(store.db)).toEqual([]);
  expect(await threadsOfShelf()).toEqual([{ mails: 2 }]);
  await store.close();
});

test('a family is not made of some of its mails', async () => {
  const bench = new MailBench();
  const [read] = await bench.read([shelf]);
  const mails = [read?.note.digest ?? '', 'of a mail that nobody holds'].map((digest, id) => ({
    id,
    digest,
    origin: 'list',
    isDraft: false,
    role: 'kept' as const,
  }));
  const orders = [mails, mails.slice(0, 1)].map((each, id) => ({ id, mails: each, compressed: new Map() }));
  // What was held is given out once.
  expect(await bench.make(orders)).toEqual([undefined, undefined]);
});

test('a mail that is withdrawn before its family is made is held no longer', async () => {
  const store = await makeStore();
  const bench = new MailBench();
  const dropped: string[] = [];
  const keeper = await FamilyKeeper.open(store, {
    make: orders => bench.make(orders),
    drop: digests => dropped.push(...digests),
  });
  const read = await bench.read([shelf]);
  const events = [...eventsOf(read, [shelf]), { kind: 'withdrawn', place: shelf.origin } as const];
  await takeRead(store, keeper, read, events);
  await keeper.settleAll(() => undefined);
  expect(dropped).toEqual(read.map(mail => mail.note.digest));
  await store.close();
});

test('a withdrawn mail that is there again after its family was made without it is among them', async () => {
  const store = await makeStore();
  const bench = new MailBench();
  const keeper = await FamilyKeeper.open(store, bench);
  const place = shelf.origin;
  const read = await bench.read([shelf]);
  const tellings = [
    eventsOf(read, [shelf]),
    [{ kind: 'withdrawn', place }],
    [{ kind: 'rewritten', scope: place }],
    [
      { kind: 'still-there', place },
      { kind: 'settled', scope: place, isPurge: true },
    ],
  ] as const;
  for (const events of tellings) {
    await takeRead(store, keeper, read, events);
    await keeper.settleAll(() => undefined);
  }
  expect((await readFacts(store)).threads).toHaveLength(1);
  await store.close();
});

test.each(Array.from({ length: 24 }, (_, index) => index))(
  'of whatever comes while families are being made, they are what their mails say (world %i)',
  async seed => {
    const random = makeRandom(seed + 1);
    // Families are ordered, written and torn all the time.
    Object.assign(limits, {
      familyWaitMails: 1 + random(6),
      familiesTogether: 1 + random(4),
      intakeMails: 1 + random(5),
      familyMailCharsMax: random(3) === 0 ? 2_000 : usual.familyMailCharsMax,
    });
    const { events, inSight } = makeWorld(await readFixtureMails(), random);
    const store = await makeStore();
    const maker = new SlowMaker(random);
    const keeper = await FamilyKeeper.open(store, maker);
    for (let start = 0; start < events.length; ) {
      const end = start + 1 + random(60);
      const { id, cursor } = await store.findSource('list');
      const groups = readGroups(
        sourceOf(events.slice(start, end)),
        { cursor, memory: { knownOf: async () => new Set() } },
        maker,
        new AbortController().signal,
      );
      await takeGroups(id, groups, { store, keeper, report: () => undefined });
      if (random(4) === 0) await keeper.settleAll(() => undefined);
      start = end;
    }
    await keeper.settleAll(() => undefined);
    expect(await findStaleFamilies(store.db)).toEqual([]);
    const { series, problems } = assembleFacts(await Promise.all(inSight.map(readMessage)));
    expect(await readFacts(store)).toMatchObject({ series, problems });
    await store.close();
  },
);

/** Makes families one order after the other, as another thread does, and takes its time. */
class SlowMaker implements FamilyMaker {
  readonly #bench = new MailBench();
  readonly #random: (limit: number) => number;
  #done: Promise<unknown> = Promise.resolve();

  constructor(random: (limit: number) => number) {
    this.#random = random;
  }

  read(mails: readonly RawMail[]) {
    return this.#inTurn(() => this.#bench.read(mails));
  }

  make(orders: readonly FamilyOrder[]) {
    return this.#inTurn(() => this.#bench.make(orders));
  }

  drop(digests: readonly string[]): void {
    void this.#inTurn(async () => this.#bench.drop(digests));
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turns = this.#random(4);
    const done = this.#done.then(async () => {
      for (let turn = 0; turn < turns; turn += 1) await new Promise(resolve => setImmediate(resolve));
      return work();
    });
    this.#done = done;
    return done;
  }
}

/** What a source says in the end is worth what is in sight by then. */
function makeWorld(mails: readonly RawMail[], random: (limit: number) => number) {
  const events: SourceEvent[] = [];
  const told: { place: string; mail: RawMail; isWithdrawn: boolean }[] = [];
  const tell = (mail: RawMail): void => {
    const place = `${random(2)}/${told.length}`;
    told.push({ place, mail, isWithdrawn: false });
    events.push({ kind: 'mail', place, item: mail });
  };
  for (const mail of shuffled(mails, random)) {
    tell(mail);
    const other = told[random(told.length)];
    const chance = random(20);
    if (other !== undefined && chance < 3) tell(other.mail);
    if (other !== undefined && chance === 3) {
      other.isWithdrawn = true;
      events.push({ kind: 'withdrawn', place: other.place });
    }
    if (chance === 4) events.push(...retell(`${random(2)}/`, told));
  }
  const inSight = told.filter(({ isWithdrawn }) => !isWithdrawn).map(({ mail }) => mail);
  return { events, inSight: [...new Set(inSight)] };
}

/** All that begins like this is told anew, and nothing is gone: what was withdrawn is in sight again. */
function retell(scope: string, told: { place: string; mail: RawMail; isWithdrawn: boolean }[]): SourceEvent[] {
  const again = told.filter(({ place }) => place.startsWith(scope));
  for (const each of again) each.isWithdrawn = false;
  return [
    { kind: 'rewritten', scope },
    ...again.map(({ place }) => ({ kind: 'still-there', place }) as const),
    { kind: 'settled', scope, isPurge: true },
  ];
}

function sourceOf(events: readonly SourceEvent[]): MailSource {
  return {
    id: 'list',
    async *read() {
      yield* events;
    },
    wait: async () => undefined,
    close: async () => undefined,
  };
}
