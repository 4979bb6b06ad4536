import { limits } from '../../domain/limits.js';
import { withoutWireLineEnds } from '../server/line-ends.js';
import type { ListedMail, NumberedMail, NumberedMailbox } from '../server/numbered-mailbox.js';
import type { ServerLocation } from '../server/server-location.js';
import { unreadable } from '../source-item.js';
import type { Answer, NntpConnection } from './nntp-connection.js';
import { NntpRefusal } from './nntp-trouble.js';
import { WireFailure } from './wire-reader.js';

/** Where reading goes on: behind an article, which is known again by its Message-ID. */
export interface NntpCursor {
  /** Counts how often the group was numbered anew, as far as that was seen. */
  readonly generation: number;
  readonly number: number;
  readonly messageId?: string | undefined;
}

/** A news group of a server. Throws what its connection throws. */
export class NntpGroup implements NumberedMailbox {
  readonly generation: string;
  readonly last: number;
  readonly #connection: NntpConnection;
  readonly #location: ServerLocation;
  readonly #generation: number;

  constructor(connection: NntpConnection, location: ServerLocation, generation: number, last: number) {
    this.#connection = connection;
    this.#location = location;
    this.#generation = generation;
    this.generation = String(generation);
    this.last = last;
  }

  /** By a header that every article has: LISTGROUP of public-inbox 1.9 does not know ranges. */
  async list(from: number, to: number): Promise<readonly ListedMail[]> {
    this.#connection.send(`HDR Message-ID ${from}-${to}`);
    const { code, words } = await this.#connection.readAnswer();
    // No article of these numbers; RFC 3977 8.5.1 has 423, and public-inbox 420.
    if (code === 423 || code === 420) return [];
    if (code !== 225) throw new NntpRefusal(code, words.join(' '));
    const listed: ListedMail[] = [];
    let lineCount = 0;
    for await (const line of this.#connection.readLines()) {
      lineCount += 1;
      const number = Number(line.split(' ', 1)[0]);
      const isNext = Number.isSafeInteger(number) && number > (listed.at(-1)?.number ?? from - 1) && number <= to;
      if (lineCount > to - from + 1 || !isNext) throw new WireFailure('NONSENSE');
      // What is not kept is listed again with what comes behind it.
      if (listed.length < limits.mailsListedMax) listed.push({ number });
    }
    return listed;
  }

  /** Articles that were cancelled or that expired meanwhile are left out. */
  async *fetch(mails: readonly ListedMail[]): AsyncGenerator<NumberedMail> {
    let asked = 0;
    for (const [index, { number }] of mails.entries()) {
      for (; asked < Math.min(mails.length, index + limits.nntpAheadMax); asked += 1) {
        this.#connection.send(`ARTICLE ${mails[asked]?.number}`);
      }
      const answer = await this.#connection.readAnswer();
      const item = await this.#readItem(number, answer);
      if (item !== undefined) yield { number, item, cursor: this.cursorAt(number, answer.words[1]) };
    }
  }

  cursorAt(number: number, messageId?: string): string {
    return JSON.stringify({ generation: this.#generation, number, messageId } satisfies NntpCursor);
  }

  async #readItem(number: number, { code, words }: Answer): Promise<NumberedMail['item'] | undefined> {
    const origin = `${this.#location.text}/${number}`;
    if (code === 220) {
      if (words[0] !== String(number)) throw new WireFailure('NONSENSE');
      return { bytes: withoutWireLineEnds(await this.#connection.readBlock()), origin };
    }
    // 423: no article of this number any more; 430 is said by some in its place.
    if (code === 423 || code === 430) return undefined;
    const refusal = new NntpRefusal(code, words.join(' '));
    // 403: the server has it and cannot hand it out (RFC 3977 3.2.1).
    if (code === 403)
      return unreadable(origin, `the server cannot hand this article out (${refusal.message}); ask who runs it`);
    throw refusal;
  }
}
