import { limits } from '../../domain/limits.js';
import type { MailEvent, SourceEvent, SourceMemory } from '../mail-source.js';

/** What a server keeps mails in: they have numbers that rise in the order in which they came, and are never given out again. */
export interface NumberedMailbox {
  /** What the numbers are good for: under another generation the same number is another mail. */
  readonly generation: string;
  /** The highest number that was given out; 0 for none. */
  readonly last: number;
  /** The mails from one number to another that are there, in rising order; the first `limits.mailsListedMax` are enough. */
  list(from: number, to: number): Promise<readonly ListedMail[]>;
  /** Those of the mails that are still there, in their order as far as the server keeps to it. */
  fetch(mails: readonly ListedMail[]): AsyncIterable<NumberedMail>;
}

export interface ListedMail {
  readonly number: number;
  /** The size that the server gives, in bytes, where it gives any. */
  readonly bytes?: number | undefined;
}

export interface NumberedMail {
  readonly number: number;
  readonly item: MailEvent['item'];
  readonly cursor: string;
}

/** Where reading begins: behind a number, or with all that is there. */
export type Start =
  | { readonly after: number }
  /** The numbers hold no longer. `cursorAt`: what to remember once all is told, up to this number. */
  | { readonly after: 'retold'; readonly cursorAt: (number: number) => string };

/**
 * The mails of a mailbox behind a place, a batch of numbers at a time. What was taken before, in a run that ended before it could
 * remember how far it came, is not handed on again.
 * Where all is told anew there is no cursor before the end: a run that ends on the way is begun again from the old cursor, with the
 * mails that it took still there. All places are told anew, since such a run may have left places of yet another generation.
 */
export async function* readNumbered(
  mailbox: NumberedMailbox,
  start: Start,
  memory: SourceMemory,
): AsyncGenerator<SourceEvent> {
  const isRetold = start.after === 'retold';
  if (isRetold) yield { kind: 'rewritten', scope: '' };
  let last = isRetold ? 0 : start.after;
  for await (const batch of listBatches(mailbox, last)) {
    last = batch.at(-1)?.number ?? last;
    const known = await memory.knownOf(batch.map(mail => placeOf(mailbox, mail.number)));
    if (isRetold) for (const place of known) yield { kind: 'still-there', place };
    const wanted = batch.filter(mail => !known.has(placeOf(mailbox, mail.number)));
    for await (const event of readBatch(mailbox, wanted)) yield isRetold ? { ...event, cursor: undefined } : event;
  }
  if (start.after === 'retold') yield { kind: 'settled', scope: '', isPurge: false, cursor: start.cursorAt(last) };
}

/** A cursor goes with a mail only where all before it came: a server may leave one out, or send them in another order. */
async function* readBatch(mailbox: NumberedMailbox, wanted: readonly ListedMail[]): AsyncGenerator<SourceEvent> {
  if (wanted.length === 0) return;
  let count = 0;
  let isInOrder = true;
  for await (const { number, item, cursor } of mailbox.fetch(wanted)) {
    isInOrder &&= wanted[count]?.number === number;
    count += 1;
    yield { kind: 'mail', place: placeOf(mailbox, number), item, cursor: isInOrder ? cursor : undefined };
  }
}

/** A window of numbers in which nothing is left makes the next one twice as wide: numbers may leave gaps of millions. */
async function* listBatches(mailbox: NumberedMailbox, after: number): AsyncGenerator<readonly ListedMail[]> {
  let width: number = limits.mailsListedMax;
  for (let from = after + 1; from <= mailbox.last; ) {
    const to = Math.min(mailbox.last, from + width - 1);
    const mails = (await mailbox.list(from, to)).slice(0, limits.mailsListedMax);
    if (mails.length > 0) yield mails;
    width = mails.length > 0 ? limits.mailsListedMax : width * 2;
    from = 1 + (mails.length === limits.mailsListedMax ? (mails.at(-1)?.number ?? to) : to);
  }
}

function placeOf(mailbox: NumberedMailbox, number: number): string {
  return `${mailbox.generation}/${number}`;
}
