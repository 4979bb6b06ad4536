import type { MirrorCommit } from '../../domain/commit.js';
import type { KeptMail } from '../../domain/family.js';
import type { Message, RawMail } from '../../domain/message.js';
import type { StageRecord } from '../../domain/triage.js';
import type { FamilyFacts, FamilyMail } from '../../store/families.js';
import { findStages } from './find-stages.js';
import { makeFamilyFacts } from './make-family-facts.js';
import { readAgain, readKeptMail } from './read-kept-mail.js';

/** A mail that was read, and how much memory it takes while it is held. */
export interface BenchMail {
  readonly kept: KeptMail;
  readonly chars: number;
}

/** A family to be put together. */
export interface FamilyOrder {
  readonly mails: readonly FamilyMail[];
  /** The bytes of those mails that are not held, deflated, by their digests. */
  readonly deflated: ReadonlyMap<string, Uint8Array>;
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
    const read = await Promise.all(mails.map(readKeptMail));
    return read.map(({ message, kept }) => {
      this.#held.set(message.digest, message);
      return { kept, chars: message.body.length };
    });
  }

  /** What the store keeps of each family. Their mails are held no longer. */
  async make(orders: readonly FamilyOrder[]): Promise<readonly FamilyFacts[]> {
    const facts: FamilyFacts[] = [];
    for (const order of orders) facts.push(makeFamilyFacts(await this.#take(order)));
    return facts;
  }

  /** How far the series of each family have come, by their ids. `now`: milliseconds since the epoch; no clock of a mail is ahead of it. */
  async judge(orders: readonly StageOrder[], now: number): Promise<readonly ReadonlyMap<string, StageRecord>[]> {
    const stages: ReadonlyMap<string, StageRecord>[] = [];
    for (const order of orders) stages.push(findStages(await this.#take(order), order.commits, now));
    return stages;
  }

  async #take({ mails, deflated }: FamilyOrder): Promise<readonly Message[]> {
    const messages: Message[] = [];
    for (const mail of mails) {
      const bytes = deflated.get(mail.digest);
      const message = this.#held.get(mail.digest) ?? (bytes && (await readAgain(mail, bytes)));
      if (message) messages.push(message);
      this.#held.delete(mail.digest);
    }
    return messages;
  }

  /** Holds mails no longer. */
  drop(digests: readonly string[]): void {
    for (const digest of digests) this.#held.delete(digest);
  }
}
