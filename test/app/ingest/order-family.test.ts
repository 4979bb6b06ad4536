import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { orderFamilies } from '../../../src/app/ingest/order-family.js';
import { limits } from '../../../src/domain/limits.js';
import { Store } from '../../../src/store/store.js';
import { mailOf } from '../../support/mails.js';
import { takeMails } from '../../support/store.js';
import { makeTemporaryDirectory } from '../../support/temporary.js';

const directory = join(makeTemporaryDirectory(), 'store');
const perThread = Math.ceil(limits.familyMailsTogether / 2) + 1;

function threadOf(name: string) {
  return Array.from({ length: perThread }, (_, index) => {
    const head = `From: Ada <ada@example.com>\nMessage-ID: <${name}${index}@x>\nSubject: ${name}`;
    const mail = mailOf(index === 0 ? head : `${head}\nIn-Reply-To: <${name}0@x>`, 'Yes.\n');
    return { ...mail, origin: `${name}${index}` };
  });
}

test('families come together as far as their mails fit into memory, and one at least', async () => {
  const store = await Store.open(directory, { mayMake: true });
  await store.lockIntake();
  await takeMails(store, [...threadOf('jar'), ...threadOf('lid')]);
  const rows = await store.db.selectFrom('mail').select(['family_id', 'digest']).orderBy('id').execute();
  const ids = [...new Set(rows.map(row => row.family_id))];
  const order = async (held: readonly string[]) =>
    (await orderFamilies(store.db, ids, new Set(held))).map(({ id, mails, compressed }) => [
      id,
      mails.length,
      compressed.size,
    ]);

  expect(await order([])).toEqual([[ids[0], perThread, perThread]]);
  // What is held takes no more of it.
  const held = rows.filter(row => row.family_id === ids[0]).map(row => row.digest);
  expect(await order(held)).toEqual([
    [ids[0], perThread, 0],
    [ids[1], perThread, perThread],
  ]);
  await store.close();
});
