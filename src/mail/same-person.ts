import type { Mailbox } from '../domain/message.js';
import { parseAddresses } from './addresses.js';

/** Whom the value of a trailer names: `A <a@b> # comment`; undefined where it has no address. */
export function personIn(value: string): Mailbox | undefined {
  const named = parseAddresses(Buffer.from(value, 'utf8').toString('latin1'))[0];
  return named === undefined || named.email === '' ? undefined : named;
}

/** By the address, or by the name: people write from several addresses. */
export function isSamePerson(one: Mailbox, other: Mailbox): boolean {
  if (one.email !== '' && one.email.toLowerCase() === other.email.toLowerCase()) return true;
  const words = sortedWords(one.name);
  return words !== '' && words === sortedWords(other.name);
}

/** `Doe, Jane` and `Jane Doe` are one name. */
function sortedWords(name: string): string {
  return name
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(word => word !== '')
    .sort()
    .join(' ');
}
