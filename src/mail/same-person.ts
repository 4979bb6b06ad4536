import type { Mailbox } from '../domain/message.js';
import { parseAddresses } from './addresses.js';

/** Whom the value of a trailer names: `A <a@b> # comment`; undefined where it has no address. */
export function personIn(value: string): Mailbox | undefined {
  const named = parseAddresses(Buffer.from(value, 'utf8').toString('latin1'))[0];
  return named === undefined || named.email === '' ? undefined : named;
}

/** By the address, or by the name: people write from several addresses. */
export function isSamePerson(one: Mailbox, other: Mailbox): boolean {
  const keys = personKeysOf(one);
  return personKeysOf(other).some(key => keys.includes(key));
}

/** Two mailboxes that have one of these in common are of one person: the address, and the words of the name. */
export function personKeysOf({ name, email }: Mailbox): readonly string[] {
  const words = sortedWords(name);
  return [email === '' ? '' : `<${email.toLowerCase()}>`, words].filter(key => key !== '');
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
