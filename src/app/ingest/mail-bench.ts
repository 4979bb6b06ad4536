import type { MirrorCommit } from '../../domain/commit.js';
import type { MailNote } from '../../domain/family.js';
import type { Message, RawMail } from '../../domain/message.js';
import type { StageRecord } from '../../domain/triage.js';
import { readMessage } from '../../mail/read-message.js';
import type { FamilyFacts } from '../../store/families.js';
import { makeFamilyFacts } from './make-family-facts.js';
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
      this.#held.set(message.digest, message);
      read.push({ note: noteOf(mail, message), chars: message.body.length });
    }
    return read;
  }

  /** What the store keeps of each family. Their mails are held no longer. */
  async make(orders: readonly FamilyOrder[]): Promise<readonly FamilyFacts[]> {
    const facts: FamilyFacts[] = [];
    for (const order of orders) facts.push(makeFamilyFacts(await this.#take(order)));
    return facts;
  }

  /** How far the series of each family have come, by their ids. `now`: milliseconds since the epoch; no clock of a mail is ahead of it. */
  async judge(orders: readonly StageOrder[], now: number): Promise<readonly ReadonlyMap<string, StageRecord>[]> {
    // Loaded when it is needed: mails are read long before.
    const { findStages } = await import('./find-stages.js');
    const stages: ReadonlyMap<string, StageRecord>[] = [];
    for (const order of orders) stages.push(findStages(await this.#take(order), order.commits, now));
    return stages;
  }

  async #take(order: FamilyOrder): Promise<readonly Message[]> {
    const messages = await readOrder(order, this.#held);
    for (const { digest } of order.mails) this.#held.delete(digest);
    return messages;
  }

  /** Holds mails no longer. */
  drop(digests: readonly string[]): void {
    for (const digest of digests) this.#held.delete(digest);
  }
}
