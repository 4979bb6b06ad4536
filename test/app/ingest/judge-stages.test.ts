import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { FamilyKeeper } from '../../../src/app/ingest/family-keeper.js';
import { judgeStages } from '../../../src/app/ingest/judge-stages.js';
import { MailBench } from '../../../src/app/ingest/mail-bench.js';
import type { RawMail } from '../../../src/domain/message.js';
import { Store } from '../../../src/store/store.js';
import { mailOf } from '../../support/mails.js';
import { eventsOf, takeRead } from '../../support/store.js';
import { makeTemporaryDirectory } from '../../support/temporary.js';

const root = makeTemporaryDirectory();
const diff = '---\ndiff --git a/shelf.c b/shelf.c\n--- a/shelf.c\n+++ b/shelf.c\n@@ -1 +1 @@\n-bends\n+holds\n';

function patchOf(id: string, head: string): RawMail {
  return { ...mailOf(`From: Ada <ada@example.com>\nMessage-ID: <${id}>\n${head}`, `It bends.\n${diff}`), origin: id };
}

const first = patchOf('first@x', 'Date: Mon, 6 May 2024 07:00:00 +0000\nSubject: [PATCH] shelf: hold');
const second = patchOf('second@x', 'Date: Tue, 7 May 2024 07:00:00 +0000\nSubject: [PATCH v2] shelf: hold');

/** A server judges when a branch is pushed, while mails come in: with the same bench. */
async function makeServer(name: string) {
  const store = await Store.open(join(root, name), { mayMake: true });
  await store.lockIntake();
  const bench = new MailBench();
  const keeper = await FamilyKeeper.open(store, bench);
  const read = async (mail: RawMail) => {
    const mails = await bench.read([mail]);
    return () => takeRead(store, keeper, mails, eventsOf(mails, [mail]));
  };
  const settle = () => keeper.settleAll(() => undefined);
  const take = await read(first);
  await take();
  await settle();
  return { store, bench, read, settle };
}

async function stagesIn({ db }: Store): Promise<readonly (string | undefined)[]> {
  const rows = await db.selectFrom('series').select('stage').orderBy('version').execute();
  return rows.map(({ stage }) => (stage === null ? undefined : JSON.parse(stage).judged.stage));
}

// However far the judging has come when the mail is there.
test.each(Array.from({ length: 12 }, (_, index) => index * 5))(
  'a mail that comes when judging has begun is neither lost nor overlooked (%i steps)',
  async steps => {
    const { store, bench, read, settle } = await makeServer(`begun${steps}`);
    const take = await read(second);
    const judged = judgeStages(store.db, bench, undefined);
    for (let step = 0; step < steps; step += 1) await undefined;
    await Promise.all([judged, take()]);
    await settle();
    await judgeStages(store.db, bench, undefined);
    expect(await stagesIn(store)).toEqual(['superseded', 'new']);
    await store.close();
  },
);

test.each(['taken in', 'taken in and made'])(
  'a series that has got a mail since it was judged is judged again (%s)',
  async how => {
    const { store, bench, read, settle } = await makeServer(how);
    const take = await read(second);
    let isFirst = true;
    const judge = {
      judge: async (...asked: Parameters<MailBench['judge']>) => {
        const stages = await bench.judge(...asked);
        if (isFirst) await take();
        if (isFirst && how === 'taken in and made') await settle();
        isFirst = false;
        return stages;
      },
    };
    await judgeStages(store.db, judge, undefined);
    await settle();
    await judgeStages(store.db, judge, undefined);
    expect(await stagesIn(store)).toEqual(['superseded', 'new']);
    await store.close();
  },
);
