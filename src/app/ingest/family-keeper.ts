import { groupBy } from '../../domain/group-by.js';
import { limits } from '../../domain/limits.js';
import type { Message } from '../../domain/message.js';
import {
  type FamilyMail,
  findStaleFamilies,
  keepFamilies,
  listFamilyMails,
  type MadeFamily,
  readMailBytes,
} from '../../store/families.js';
import type { Taken } from '../../store/intake.js';
import type { Database } from '../../store/open-database.js';
import { makeFamilyFacts } from './make-family-facts.js';
import { readAgain } from './read-kept-mail.js';

/**
 * Sees to it that the facts of each family follow its mails. While many mails come, a family waits until none has come for it for a while;
 * its mails are kept in memory so long, within a bound, and read again from the store where they are not.
 */
export class FamilyKeeper {
  readonly #db: Database;
  /** Families whose facts are stale, the one that waits longest first, with those of their mails that are in memory. */
  readonly #stale = new Map<number, { readonly since: number; readonly mails: ReadonlyMap<number, Message> }>();
  #chars = 0;
  #taken = 0;

  private constructor(db: Database) {
    this.#db = db;
  }

  /** Families that a run before this one left stale are among those that are waited for. */
  static async open(db: Database): Promise<FamilyKeeper> {
    const keeper = new FamilyKeeper(db);
    for (const id of await findStaleFamilies(db)) keeper.#hold(id, nothing);
    return keeper;
  }

  /** Notes what was taken in. */
  note({ mails, absorbed, stale }: Taken, messages: ReadonlyMap<string, Message>): void {
    this.#taken += mails.length;
    for (const [gone, family] of absorbed) this.#hold(family, this.#drop(gone));
    const fresh = groupBy(mails, mail => mail.familyId);
    for (const id of stale) {
      const read = (fresh.get(id) ?? []).flatMap(mail => {
        const message = messages.get(mail.digest);
        return message ? [[mail.id, message] as const] : [];
      });
      this.#hold(id, new Map(read));
    }
  }

  /** Makes the facts of the families that have waited long enough, or of those that waited longest where memory is short. */
  async settleDue(): Promise<void> {
    const due: number[] = [];
    for (const [id, { since }] of this.#stale) {
      const isDue = this.#taken - since >= limits.familyWaitMails || this.#chars >= limits.familyMailCharsMax;
      if (!isDue || due.length >= limits.familiesTogether) break;
      due.push(id);
    }
    if (due.length > 0) await this.#settle(due);
  }

  /** Makes the facts of all that are stale. */
  async settleAll(report: (done: number, total: number) => void = () => undefined): Promise<void> {
    for (let done = 0; this.#stale.size > 0; ) {
      const due = [...this.#stale.keys()].slice(0, limits.familiesTogether);
      await this.#settle(due);
      done += due.length;
      report(done, done + this.#stale.size);
    }
  }

  async #settle(ids: readonly number[]): Promise<void> {
    const made: MadeFamily[] = [];
    const held = new Map<number, ReadonlyMap<number, Message>>();
    for (const id of ids) {
      const inMemory = this.#drop(id);
      held.set(id, inMemory);
      const mails = await listFamilyMails(this.#db, id);
      made.push({ id, mails, facts: makeFamilyFacts(await this.#readMails(mails, inMemory)) });
    }
    const absorbed = await keepFamilies(this.#db, made);
    // What turned out to be of one family is put together anew.
    for (const [gone, family] of absorbed) {
      for (const id of [gone, family]) this.#hold(family, held.get(id) ?? this.#drop(id));
    }
  }

  async #readMails(mails: readonly FamilyMail[], inMemory: ReadonlyMap<number, Message>): Promise<readonly Message[]> {
    const missing = mails.filter(mail => !inMemory.has(mail.id)).map(mail => mail.id);
    const bytes = await readMailBytes(this.#db, missing);
    const messages: Message[] = [];
    for (const mail of mails) {
      const deflated = bytes.get(mail.id);
      const message = inMemory.get(mail.id) ?? (deflated && (await readAgain(mail, deflated)));
      if (message) messages.push(message);
    }
    return messages;
  }

  /** Puts a family behind all others, with mails of it that are in memory. */
  #hold(id: number, mails: ReadonlyMap<number, Message>): void {
    const held = this.#drop(id);
    const all = new Map([...held, ...mails]);
    this.#stale.set(id, { since: this.#taken, mails: all });
    for (const message of all.values()) this.#chars += message.body.length;
  }

  #drop(id: number): ReadonlyMap<number, Message> {
    const mails = this.#stale.get(id)?.mails ?? nothing;
    this.#stale.delete(id);
    for (const message of mails.values()) this.#chars -= message.body.length;
    return mails;
  }
}

const nothing: ReadonlyMap<number, Message> = new Map();
