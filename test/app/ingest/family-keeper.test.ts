import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { FamilyKeeper } from '../../../src/app/ingest/family-keeper.js';
import { MailBench } from '../../../src/app/ingest/mail-bench.js';
import { limits } from '../../../src/domain/limits.js';
import type { RawMail } from '../../../src/domain/message.js';
import { findStaleFamilies } from '../../../src/store/families.js';
import { Store } from '../../../src/store/store.js';
import { mailOf } from '../../support/mails.js';
import { eventsOf } from '../../support/store.js';
import { makeTemporaryDirectory } from '../../support/temporary.js';

const root = makeTemporaryDirectory();
const shelf = mailAt('shelf', 'From: Ada <ada@example.com>\nMessage-ID: <shelf@x>\nSubject: the shelf');
const answer = mailAt(
  'answer',
  'From: Bo <bo@example.com>\nMessage-ID: <answer@x>\nIn-Reply-To: <shelf@x>\nSubject: Re: the shelf',
);

function mailAt(origin: string, head: string): RawMail {
  return { ...mailOf(head, 'It bends.'), origin };
}

/** So many that a family which had no mail among them has waited long enough. */
function othersOf(name: string): readonly RawMail[] {
  return Array.from({ length: limits.familyWaitMails }, (_, index) =>
    mailAt(`${name} ${index}`, `From: Cy <cy@example.com>\nMessage-ID: <${name}${index}@x>\nSubject: ${name} ${index}`),
  );
}

test('a mail that comes while its family is being made is not forgotten when that is written', async () => {
  const store = await Store.open(join(root, 'store'), { mayMake: true });
  await store.lockIntake();
  const bench = new MailBench();
  const keeper = await FamilyKeeper.open(store.db, bench);
  const { id } = await store.findSource('list');
  const take = async (mails: readonly RawMail[]): Promise<void> => {
    const read = await bench.read(mails);
    keeper.note(await store.intake.take(id, eventsOf(read, mails), undefined), read);
    await keeper.settleDue();
  };
  const threadsOfShelf = () => store.db.selectFrom('thread').select('mails').where('root_id', '=', 'shelf@x').execute();

  await take([shelf]);
  await take(othersOf('jar'));
  await take([answer]);
  const [family] = await findStaleFamilies(store.db);
  // What was ordered before the answer came is written now, and is no more what it was.
  await take(othersOf('crate').slice(1));
  expect((await findStaleFamilies(store.db)).slice(0, 1)).toEqual([family]);
  expect(await threadsOfShelf()).toEqual([]);

  await keeper.settleAll(() => undefined);
  expect(await findStaleFamilies(store.db)).toEqual([]);
  expect(await threadsOfShelf()).toEqual([{ mails: 2 }]);
  await store.close();
});
