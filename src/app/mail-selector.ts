import type { Message } from '../domain/message.js';
import type { Selection } from '../sources/selection.js';

/** Keeps the mails that a selection wants out of any number that pass by, and no more than twice `newest` at a time. */
export class MailSelector {
  readonly #selection: Selection;
  #kept: Message[] = [];

  constructor(selection: Selection) {
    this.#selection = selection;
  }

  /** A mail that names no time of arrival and no date is kept by `since`: nobody can say that it is older. */
  add(message: Message): void {
    const { since, newest } = this.#selection;
    const arrival = arrivalOf(message);
    if (since !== undefined && arrival !== undefined && arrival < since) return;
    this.#kept.push(message);
    if (newest !== undefined && this.#kept.length >= 2 * newest) this.#cut(newest);
  }

  /** The selected mails, in the order in which they came. */
  take(): readonly Message[] {
    this.#cut(this.#selection.newest ?? this.#kept.length);
    return this.#kept;
  }

  #cut(most: number): void {
    if (this.#kept.length <= most) return;
    const oldestFirst = this.#kept.map(byArrival).sort((a, b) => a.arrival - b.arrival || a.index - b.index);
    const dropped = new Set(oldestFirst.slice(0, oldestFirst.length - most).map(({ index }) => index));
    this.#kept = this.#kept.filter((_, index) => !dropped.has(index));
  }
}

function byArrival(message: Message, index: number): { arrival: number; index: number } {
  return { arrival: arrivalOf(message) ?? 0, index };
}

function arrivalOf(message: Message): number | undefined {
  return message.receivedAt ?? message.sentAt;
}
