import type { FetchMessageObject, FetchQueryObject, ImapFlow } from 'imapflow';
import { limits } from '../../domain/limits.js';
import { OperationalError } from '../../domain/operational-error.js';
import { wireBytesMax, withoutWireLineEnds } from '../server/line-ends.js';
import type { ListedMail, NumberedMail, NumberedMailbox } from '../server/numbered-mailbox.js';
import type { ServerLocation } from '../server/server-location.js';
import { unreadable } from '../source-item.js';

/** Where reading goes on: RFC 9051 2.3.1.1 has UIDs rise within one UIDVALIDITY. */
export interface ImapCursor {
  readonly uidValidity: string;
  readonly uid: number;
}

/** A mailbox as EXAMINE shows it: nothing is ever marked as read. Throws what imapflow throws. */
export class ImapMailbox implements NumberedMailbox {
  readonly generation: string;
  readonly last: number;
  readonly #client: ImapFlow;
  readonly #location: ServerLocation;

  private constructor(client: ImapFlow, location: ServerLocation, uidValidity: bigint, last: number) {
    this.#client = client;
    this.#location = location;
    this.generation = String(uidValidity);
    this.last = last;
  }

  static async open(client: ImapFlow, location: ServerLocation): Promise<ImapMailbox> {
    const { uidValidity, uidNext, exists } = await client.mailboxOpen(location.name, { readOnly: true });
    // A server that sends none says that its UIDs are other ones each time (RFC 9051 6.3.2); imapflow lets it pass.
    if (typeof uidValidity !== 'bigint') {
      throw new OperationalError('this mailbox gives its mails no lasting numbers', location.text, 'give another one');
    }
    if (exists === 0) return new ImapMailbox(client, location, uidValidity, 0);
    // UIDNEXT was optional before RFC 9051.
    const newest = uidNext > 0 ? undefined : await client.fetchOne('*', { uid: true });
    return new ImapMailbox(client, location, uidValidity, newest ? newest.uid : uidNext - 1);
  }

  async list(from: number, to: number): Promise<readonly ListedMail[]> {
    return this.#list(`${from}:${to}`, to - from + 1);
  }

  async *fetch(mails: readonly ListedMail[]): AsyncGenerator<NumberedMail> {
    const missing = new Set(mails.map(mail => mail.number));
    for (const run of splitAtLarge(mails)) {
      const isLarge = isTooLarge(run[0]);
      // Of small mails no part is asked for: public-inbox 1.9 leaves the header out of parts.
      const source = isLarge ? { start: 0, maxLength: wireBytesMax } : true;
      for await (const { uid, source: bytes } of this.#fetch(rangesOf(run), run.length, { uid: true, source })) {
        // Servers also tell of flags that others changed, of any mail and without its text.
        if (bytes === undefined || !missing.delete(uid)) continue;
        yield this.#made(uid, { bytes: withoutWireLineEnds(bytes), origin: this.#originOf(uid) });
      }
    }
    if (missing.size === 0) return;
    // Who is still there and yet did not come cannot be read; the others were deleted meanwhile.
    const left = mails.filter(mail => missing.has(mail.number));
    for (const { number } of await this.#list(rangesOf(left), left.length)) {
      const problem = unreadable(
        this.#originOf(number),
        'the server lists this mail and does not hand it out; ask who runs it',
      );
      if (missing.has(number)) yield this.#made(number, problem);
    }
  }

  cursorAt(uid: number): string {
    return JSON.stringify({ uidValidity: this.generation, uid } satisfies ImapCursor);
  }

  async #list(range: string, count: number): Promise<readonly ListedMail[]> {
    let listed = new Map<number, number | undefined>();
    for await (const { uid, size } of this.#fetch(range, count, { uid: true, size: true })) {
      listed.set(uid, size ?? listed.get(uid));
      if (listed.size === 2 * limits.mailsListedMax) listed = new Map(firstOf(listed));
    }
    return firstOf(listed).map(([number, bytes]) => ({ number, bytes }));
  }

  /** What the server answers for so many mails. */
  async *#fetch(range: string, count: number, query: FetchQueryObject): AsyncGenerator<FetchMessageObject> {
    // Besides, servers tell of the flags that others changed.
    let left = 2 * (count + limits.mailsListedMax);
    let isDone = false;
    try {
      for await (const row of this.#client.fetch(range, query, { uid: true })) {
        left -= 1;
        if (left < 0) throw Object.assign(new Error('more mails than were asked for'), { code: 'TooManyResponses' });
        yield row;
      }
      isDone = true;
    } finally {
      // Who stops on the way wants no more of the answer; a closed connection is opened again by whoever reads next.
      if (!isDone) this.#client.close();
    }
  }

  #made(number: number, item: NumberedMail['item']): NumberedMail {
    return { number, item, cursor: this.cursorAt(number) };
  }

  /** As RFC 5092 writes it. */
  #originOf(uid: number): string {
    return `${this.#location.text};UIDVALIDITY=${this.generation}/;UID=${uid}`;
  }
}

function isTooLarge(mail: ListedMail | undefined): boolean {
  return (mail?.bytes ?? 0) > wireBytesMax;
}

/** Runs of mails of which all are small, and the large ones by themselves. */
function splitAtLarge(mails: readonly ListedMail[]): readonly (readonly ListedMail[])[] {
  const runs: ListedMail[][] = [];
  for (const mail of mails) {
    const run = runs.at(-1);
    if (run === undefined || isTooLarge(mail) || isTooLarge(run[0])) runs.push([mail]);
    else run.push(mail);
  }
  return runs;
}

/** `1:3,7`: mails that follow each other are named by their first and last. */
function rangesOf(mails: readonly ListedMail[]): string {
  const ranges: { from: number; to: number }[] = [];
  for (const { number } of mails) {
    const range = ranges.at(-1);
    if (range?.to === number - 1) range.to = number;
    else ranges.push({ from: number, to: number });
  }
  return ranges.map(({ from, to }) => (from === to ? `${from}` : `${from}:${to}`)).join(',');
}

/** The lowest of the mails, in rising order; servers list them so, and need not. */
function firstOf(listed: ReadonlyMap<number, number | undefined>): readonly (readonly [number, number | undefined])[] {
  return [...listed].sort(([a], [b]) => a - b).slice(0, limits.mailsListedMax);
}
