import type { MirrorCommit } from '../../domain/commit.js';
import type { MailNote } from '../../domain/family.js';
import type { Message, RawMail } from '../../domain/message.js';
import { readMessage } from '../../mail/read-message.js';
import type { FamilyFacts } from '../../store/families.js';
import type { JudgedFamily } from '../../store/stages.js';
import { factsOfCrash, makeFamilyFacts } from './make-family-facts.js';
import { noteCrash } from './note-crash.js';
import { noteOf } from './note-mail.js';
import type { FamilyOrder } from './order-family.js';
import { readOrder } from './read-order.js';

/** A mail that was read, and how much memory it takes while it is held. */
export interface BenchMail {
  readonly note: MailNote;
  readonly chars: number;
}

/** A family whose series are to be judged. */
export interface StageOrder extends FamilyOrder {
  /** Those of the mirror that may have taken a patch of it. */
  readonly commits: readonly MirrorCommit[];
}

/** Reads mails, holds them, and puts families together of those that it holds and of others. */
export class MailBench {
  /** By their digests, until their family is made. */
  readonly #held = new Map<string, Message>();

  async read(mails: readonly RawMail[]): Promise<readonly BenchMail[]> {
    const read: BenchMail[] = [];
    for (const mail of mails) {
      const message = await readMessage(mail);
      // Of bytes that come again the first place tells where they are from.
      if (!this.#held.has(message.digest)) this.#held.set(message.digest, message);
      read.push({ note: noteOf(mail, message), chars: message.body.length });
    }
    return read;
  }

  /**
   * What the store keeps of each family. Their mails are held no longer. Undefined of a family with a mail that is neither held nor
   * given: it has to be ordered with the bytes of all.
   */
  async make(orders: readonly FamilyOrder[]): Promise<readonly (FamilyFacts | undefined)[]> {
    const facts: (FamilyFacts | undefined)[] = [];
    for (const order of orders) {
      facts.push(await this.#makeOne(order));
      this.drop(order.mails.map(mail => mail.digest));
    }
    return facts;
  }

  async #makeOne(order: FamilyOrder): Promise<FamilyFacts | undefined> {
    try {
      const messages = await readOrder(order, this.#held);
      return messages.length === order.mails.length ? makeFamilyFacts(messages) : undefined;
    } catch (error) {
      return factsOfCrash(noteCrash(order, error));
    }
  }

  /**
   * How far the series of each family have come; of orders with the bytes of all mails, since those that are held wait for
   * the making of their own family. `now`: milliseconds since the epoch; no clock of a mail is ahead of it.
   */
  async judge(orders: readonly StageOrder[], now: number): Promise<readonly JudgedFamily[]> {
    // Loaded when it is needed: mails are read long before.
    const { findStages } = await import('./find-stages.js');
    const judged: JudgedFamily[] = [];
    for (const order of orders)
      try {
        judged.push({ stages: findStages(await readOrder(order), order.commits, now) });
      } catch (error) {
        judged.push({ stages: new Map(), crash: noteCrash(order, error) });
      }
    return judged;
  }

  /** Holds mails no longer. */
  drop(digests: readonly string[]): void {
    for (const digest of digests) this.#held.delete(digest);
  }
}
