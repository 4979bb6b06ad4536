import type { RawMail } from '../domain/message.js';
import type { Problem } from '../domain/problem.js';

/**
 * Where mails come from for years: a list archive, a mailbox, a news group. What was read is remembered by whoever reads, in two ways:
 * a cursor, from which reading goes on, and the places that were taken.
 */
export interface MailSource {
  /** What cursors and places are kept under: the same for the same source in every run, such as `git:/srv/lists/nilfs`. No secrets. */
  readonly id: string;
  /**
   * All that lies behind the cursor, oldest first; behind undefined everything. Ends when there is no more for now. Nothing is handed
   * on twice, and memory does not grow with the number of mails. A mail that cannot be read is a Problem at its place.
   * Throws an OperationalError where the source as a whole cannot be read (or any more): what came before counts, and what could not be
   * read comes with a later reading. A consumer may stop at any event. One reading of a source at a time.
   */
  read(cursor: string | undefined, memory: SourceMemory): AsyncIterable<SourceEvent>;
  /** Begins what every reading does first, whatever the cursor: whoever still has to find that calls this before. Resolves when it is begun. */
  prepare?(): Promise<void>;
  /** About how many mails lie behind the cursor, for whoever waits; not offered, or undefined, where that is not cheap to tell. */
  estimate?(cursor: string | undefined): Promise<number | undefined>;
  /** Resolves when it is worth reading again, or when the signal aborts. Never rejects. */
  wait(signal: AbortSignal): Promise<void>;
  /** Ends connections, processes and waiting. A reading that is under way ends soon, with less than all. */
  close(): Promise<void>;
}

/** What is remembered of the source by whoever reads it. */
export interface SourceMemory {
  /**
   * Those of the places that were taken before, in any run; at most `limits.placesAskedMax` are asked for at a time. A place that was
   * withdrawn stays taken. Events that were handed on and are not stored yet may count or not.
   */
  knownOf(places: readonly string[]): Promise<ReadonlySet<string>>;
}

/**
 * What a source says, in order. `cursor`: reading goes on behind this event from there; it is kept in the same transaction as the mail.
 * Undefined where reading has to begin at the cursor before.
 */
export type SourceEvent = { readonly cursor?: string | undefined } & (
  | MailEvent
  | { readonly kind: 'withdrawn'; readonly place: string }
  | { readonly kind: 'rewritten'; readonly scope: string }
  | { readonly kind: 'still-there'; readonly place: string }
  | { readonly kind: 'settled'; readonly scope: string; readonly isPurge: boolean }
);

/**
 * A mail at its place, which names it within the source for good (a blob of an epoch, a UID, a file), so that it is taken once. The same
 * bytes that come twice have two places.
 * `withdrawn`: a public-inbox has deleted the mail of that place (a commit with a file `d`): it is out of sight from now on.
 * `rewritten`: the places that begin with `scope` are told anew, since history was rewritten or a mailbox made anew: each one comes
 * as a mail or as `still-there`, and at `settled` those that did not come are gone. Where that is a purge, so is what was kept of them; a
 * mailbox that was emptied or made anew takes no mail away. What is
 * still there is in sight until a `withdrawn` behind it says otherwise. Until `settled` no cursor comes: whoever is interrupted
 * hears `rewritten` again.
 * `still-there` outside of that: a place that is known already, told for its cursor alone.
 */
export interface MailEvent {
  readonly kind: 'mail';
  readonly place: string;
  readonly item: RawMail | Problem;
}
