import type { Mailbox } from '../domain/message.js';
import { cutTo } from './layout.js';

/** A header line may not be longer (RFC 5322, 2.1.1); folding keeps to 78 where words allow it. */
const wordCharsMax = 900;
const columns = 78;
/** A display name is not folded. */
const nameColumnsMax = 120;
// dot-atom @ dot-atom: the addresses that can stand in a header without quoting. Everything else is no address to us.
const address = /^[\w!#$%&'*+\-/=?^`{|}~]+(?:\.[\w!#$%&'*+\-/=?^`{|}~]+)*@[a-z\d-]+(?:\.[a-z\d-]+)*$/i;
const addressCharsMax = 254;
const messageId = /^[\x21-\x3b=\x3f-\x7e]{1,250}$/;

/**
 * Text as the value of an unstructured header: folded, RFC 2047 where it is not plain ASCII. Controls and line ends
 * become spaces, so no text can begin a header of its own.
 */
export function headerText(text: string): string {
  return foldWords(encodeWords(cleanLine(text)));
}

/** Addresses as the value of To: or Cc:, one a line; a mailbox without a usable address is left out. */
export function headerMailboxes(mailboxes: readonly Mailbox[]): string {
  return mailboxes.flatMap(mailbox => (isAddress(mailbox.email) ? [headerMailbox(mailbox)] : [])).join(',\n ');
}

/** Whether mail can be sent there: dot-atoms around one `@`. A masked address of a web archive is none. */
export function isAddress(email: string): boolean {
  return email.length <= addressCharsMax && address.test(email);
}

/** Message-IDs as the value of References: or In-Reply-To:, one a line; what is no id, or was made up here, is left out. */
export function headerIds(ids: readonly string[]): string {
  return ids
    .filter(isSentId)
    .map(id => `<${id}>`)
    .join('\n ');
}

function isSentId(id: string): boolean {
  return messageId.test(id) && !id.endsWith('@faultline.invalid');
}

function headerMailbox({ name, email }: Mailbox): string {
  const clean = cutTo(cleanLine(name), nameColumnsMax);
  if (clean === '') {
    return email;
  }
  const phrase = /^[\w!#$%&'*+\-/=?^`{|}~ ]+$/.test(clean) && !clean.includes('=?') ? clean : quoteName(clean);
  return `${phrase} <${email}>`;
}

function quoteName(name: string): string {
  if (isPlain(name)) {
    return `"${name.replace(/["\\]/g, '\\$&')}"`;
  }
  return encodedWords(name).join('\n ');
}

function cleanLine(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ').trim();
}

function isPlain(text: string): boolean {
  return (
    /^[\x20-\x7e]*$/.test(text) && !text.includes('=?') && text.split(' ').every(word => word.length < wordCharsMax)
  );
}

/** The words of a text; from the first that is not plain ASCII to the last such one they are encoded together. */
function encodeWords(text: string): readonly string[] {
  const words = text.split(' ');
  const first = words.findIndex(word => !isPlain(word));
  if (first < 0) {
    return words;
  }
  const last = words.findLastIndex(word => !isPlain(word));
  return [...words.slice(0, first), ...encodedWords(words.slice(first, last + 1).join(' ')), ...words.slice(last + 1)];
}

/** RFC 2047 encoded words in the Q encoding, at most 75 characters each, no character cut in two. */
function encodedWords(text: string): readonly string[] {
  const open = '=?UTF-8?q?';
  const room = 75 - open.length - '?='.length;
  const words: string[] = [];
  let word = '';
  for (const character of text) {
    const encoded = encodeQ(character);
    if (word.length + encoded.length > room) {
      words.push(word);
      word = '';
    }
    word += encoded;
  }
  return [...words, word].map(each => `${open}${each}?=`);
}

function encodeQ(character: string): string {
  if (character === ' ') {
    return '_';
  }
  // The set that RFC 2047 allows in a phrase (5 (3)), so that one encoding serves names and subjects.
  if (/^[A-Za-z\d!*+\-/]$/.test(character)) {
    return character;
  }
  return [...new TextEncoder().encode(character)]
    .map(byte => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');
}

function foldWords(words: readonly string[]): string {
  let out = '';
  // Room for the header's name on the first line.
  let used = 12;
  for (const [index, word] of words.entries()) {
    const folds = index > 0 && used + 1 + word.length > columns;
    out += index === 0 ? word : `${folds ? '\n ' : ' '}${word}`;
    used = folds ? 1 + word.length : used + 1 + word.length;
  }
  return out;
}
