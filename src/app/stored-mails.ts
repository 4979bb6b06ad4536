import { limits } from '../domain/limits.js';
import type { Message } from '../domain/message.js';
import { OperationalError } from '../domain/operational-error.js';
import { type FamilySelection, findFamilies } from '../store/read-families.js';
import type { Store } from '../store/store.js';
import { orderFamilies } from './ingest/order-family.js';
import { readOrder } from './ingest/read-order.js';

/**
 * The mails of a store, some families at a time: nothing that is said of a mail depends on those of another family, so no more are in
 * memory. Throws an OperationalError where the asked mail is not there.
 */
export async function* readStoredMails(store: Store, selection: FamilySelection): AsyncGenerator<readonly Message[]> {
  const families = await findFamilies(store.db, selection);
  const { messageId } = selection;
  if (families.length === 0 && messageId !== undefined)
    throw new OperationalError('no such mail', messageId, `no mail in ${store.name} has this Message-ID`);
  let messages: Message[] = [];
  for (const id of families) {
    for (const order of await orderFamilies(store.db, [id])) messages.push(...(await readOrder(order)));
    if (messages.length < limits.familyMailsTogether) continue;
    yield messages;
    messages = [];
  }
  if (messages.length > 0) yield messages;
}
