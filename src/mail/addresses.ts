import { limits } from '../domain/limits.js';
import type { Mailbox } from '../domain/message.js';
import { rememberTexts } from '../domain/remember.js';
import { decodeHeader } from './encoded-words.js';

/** One address before decoding: its pieces of name (words, quoted strings, comments) and what stood in `<…>`. */
interface RawAddress {
  phrase: string;
  angle: string | undefined;
}

/** Nothing of it is encoded, folded or to be taken off. */
const plainAddress = /^[\w.+-]+@[\w.-]+$/;
const bareAddress = /[^\s<>()",;]+@[^\s<>()",;]+/;

/**
 * An address list of a mail's head (RFC 5322 and what is seen instead of it). Comments become part of the name, as git
 * reads them; groups are opened; encoded words are decoded after the list is split, so that a comma in a name stays one.
 *
 * @param value the value as bytes, one character (0–255) a byte
 * @returns every entry that names an address; at most `limits.addressesMax`
 */
export function parseAddresses(value: string): readonly Mailbox[] {
  const found: Mailbox[] = [];
  for (const raw of splitAddresses(value.slice(0, limits.addressListCharsMax))) {
    if (found.length >= limits.addressesMax) break;
    const mailbox = readAddress(raw);
    if (mailbox.email !== '' || mailbox.name !== '') found.push(mailbox);
  }
  return joinSplitNames(found);
}

/** The author that a From: header names; empty name and address where it names none. A list has few authors, and many mails of each. */
export const parseAuthor = rememberTexts(limits.headersRemembered, readAuthorField);

function readAuthorField(value: string): Mailbox {
  const direct = parseAddresses(value);
  const withAddress = direct.find(mailbox => mailbox.email !== '');
  if (withAddress) return withAddress;
  // Some mailers encode the address together with the name: =?utf-8?B?…?= holds `Name <a@b>`.
  const decoded = parseAddresses(Buffer.from(decodeHeader(value), 'utf8').toString('latin1'));
  return decoded.find(mailbox => mailbox.email !== '') ?? direct[0] ?? { name: '', email: '' };
}

/** `Doe, Jane <jane@x>` without quotes: what has no address of its own belongs to the name after it. */
function joinSplitNames(found: readonly Mailbox[]): readonly Mailbox[] {
  if (found.every(mailbox => mailbox.email !== '')) return found;
  const joined: Mailbox[] = [];
  let waiting = '';
  for (const mailbox of found) {
    if (mailbox.email === '') {
      waiting = waiting === '' ? mailbox.name : `${waiting}, ${mailbox.name}`;
      continue;
    }
    joined.push(waiting === '' ? mailbox : { ...mailbox, name: `${waiting}, ${mailbox.name}` });
    waiting = '';
  }
  return joined.length === 0 && waiting !== '' ? [{ name: waiting, email: '' }] : joined;
}

function readAddress(raw: RawAddress): Mailbox {
  if (raw.angle !== undefined) {
    return { name: tidyName(raw.phrase), email: tidyEmail(raw.angle) };
  }
  const bare = bareAddress.exec(raw.phrase);
  if (!bare) return { name: tidyName(raw.phrase), email: '' };
  const rest = `${raw.phrase.slice(0, bare.index)} ${raw.phrase.slice(bare.index + bare[0].length)}`;
  return { name: tidyName(rest), email: tidyEmail(bare[0]) };
}

/** `a.u.thor@x (A U Thor)`: a name that is nothing but one comment is that comment. */
function tidyName(phrase: string): string {
  const name = decodeHeader(phrase);
  if (!name.startsWith('(') && !name.startsWith("'")) return name;
  const inner = /^\((.*)\)$/s.exec(name)?.[1];
  return inner !== undefined && !/[()]/.test(inner) ? inner.trim() : name.replace(/^'(.*)'$/s, '$1');
}

function tidyEmail(address: string): string {
  if (plainAddress.test(address)) return address;
  return decodeHeader(address)
    .replace(/^mailto:/i, '')
    .replace(/\s+/g, '');
}

/** What means nothing in a list of addresses stands in runs of this. */
const plainRun = /[^,;:"(<]+/y;

function splitAddresses(value: string): readonly RawAddress[] {
  const addresses: RawAddress[] = [];
  let current: RawAddress = { phrase: '', angle: undefined };
  for (let index = 0; index < value.length; ) {
    const char = value[index] ?? '';
    if (char === ',' || char === ';') {
      addresses.push(current);
      current = { phrase: '', angle: undefined };
      index += 1;
    } else if (char === ':' && isGroupName(current)) {
      current.phrase = '';
      index += 1;
    } else {
      index = takeToken(value, index, char, current);
    }
  }
  addresses.push(current);
  return addresses;
}

/** `undisclosed-recipients:;` opens a group; a colon after an address or a bracket is part of something else. */
function isGroupName(current: RawAddress): boolean {
  return current.angle === undefined && !current.phrase.includes('@') && !current.phrase.includes('=?');
}

/** Takes one quoted string, comment, `<…>` or run of characters into the address; returns the index after it. */
function takeToken(value: string, index: number, char: string, current: RawAddress): number {
  if (char === '"') {
    const quoted = readDelimited(value, index, '"', '"');
    current.phrase += quoted.text;
    return quoted.end;
  }
  if (char === '(') {
    const comment = readDelimited(value, index, '(', ')');
    current.phrase += ` (${comment.text})`;
    return comment.end;
  }
  if (char === '<') {
    const close = value.indexOf('>', index);
    const end = close < 0 ? value.length : close;
    if (current.angle === undefined || !current.angle.includes('@')) current.angle = value.slice(index + 1, end);
    current.phrase += ' ';
    return end + 1;
  }
  plainRun.lastIndex = index;
  const run = plainRun.exec(value)?.[0] ?? char;
  current.phrase += run;
  return index + run.length;
}

/** Reads `"…"` or a nested `(…)`, unescaping quoted pairs. An unclosed one ends with the value. */
function readDelimited(value: string, start: number, open: string, close: string): { text: string; end: number } {
  let text = '';
  let depth = 1;
  let index = start + 1;
  for (; index < value.length; index++) {
    const char = value[index] ?? '';
    if (char === '\\' && index + 1 < value.length) {
      text += value[++index] ?? '';
      continue;
    }
    if (char === close) depth -= 1;
    else if (char === open) depth += 1;
    if (depth === 0) return { text, end: index + 1 };
    text += char;
  }
  return { text, end: index };
}
