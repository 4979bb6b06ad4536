import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { FamilyKeeper } from '../../../src/app/ingest/family-keeper.js';
import { judgeStages } from '../../../src/app/ingest/judge-stages.js';
import { MailBench } from '../../../src/app/ingest/mail-bench.js';
import { markStale } from '../../../src/store/families.js';
import { listProblems } from '../../../src/store/list-problems.js';
import { Store } from '../../../src/store/store.js';
import { mailOf } from '../../support/mails.js';
import { takeMails } from '../../support/store.js';
import { makeTemporaryDirectory } from '../../support/temporary.js';

const directory = join(makeTemporaryDirectory(), 'store');
const mails = ['jar', 'lid', 'tin'].map(name => ({
  ...mailOf(`From: Ada <ada@example.com>\nMessage-ID: <${name}@x>\nSubject: [PATCH 0/1] ${name}: move`, 'It moves.\n'),
  origin: name,
}));

/** Makes and judges what is not, as an ingest does that starts now. */
async function goOn(store: Store): Promise<readonly string[]> {
  const bench = new MailBench();
  await (await FamilyKeeper.open(store, bench)).settleAll(() => undefined);
  await judgeStages(store.db, bench, undefined);
  const problems: string[] = [];
  for await (const { code, where, detail } of listProblems(store.db, undefined))
    problems.push(`${code} ${where}: ${detail}`);
  return problems;
}

async function judgedIn({ db }: Store): Promise<readonly string[]> {
  const rows = await db.selectFrom('series').select('id').where('stage', 'is not', null).orderBy('id').execute();
  return rows.map(({ id }) => id);
}

const told =
  /^thread-crashed lid: This thread is left out, which is a fault of Faultline itself; please report it \(Error: .+\)\.$/;

test.each(['made', 'judged'] as const)(
  'a thread that cannot be %s is told of, keeps none waiting and is tried again',
  async when => {
    const store = await Store.open(`${directory}-${when}`, { mayMake: true });
    await store.lockIntake();
    await takeMails(store, mails);
    const lid = store.db.updateTable('mail').where('message_id', '=', 'lid@x');
    const { raw } = await store.db
      .selectFrom('mail')
      .select('raw')
      .where('message_id', '=', 'lid@x')
      .executeTakeFirstOrThrow();
    const families = await store.db.selectFrom('family').select('id').execute();
    if (when === 'made') await markStale(store.db, new Set(families.map(({ id }) => id)));
    await lid.set({ raw: Buffer.from('no longer what was kept') }).execute();

    expect(await goOn(store)).toEqual([expect.stringMatching(told)]);
    expect(await judgedIn(store)).toEqual(['jar@x', 'tin@x']);

    await lid.set({ raw }).execute();
    expect(await goOn(store)).toEqual([]);
    expect(await judgedIn(store)).toEqual(['jar@x', 'lid@x', 'tin@x']);
    await store.close();
  },
);
