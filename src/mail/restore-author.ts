import type { Mailbox } from '../domain/message.js';
import { parseAddresses, parseAuthor } from './addresses.js';
import { firstField, type MailHead } from './mail-head.js';

/** `Jane Doe via some-list`, and Google's `'Jane Doe' via some-list`. */
const munged = /^'?(.*?)'? via .+$/s;

/**
 * The author of a mail. A list that may not forge its members' addresses (DMARC) rewrites From: to `Name via list
 * <list@host>` or to its own address, and puts the truth into X-Original-From, Reply-To or X-Original-Sender: taken
 * back from there.
 */
export function readAuthor(head: MailHead): Mailbox {
  const author = parseAuthor(firstField(head, 'from') ?? firstField(head, 'sender') ?? '');
  const name = munged.exec(author.name)?.[1]?.trim();
  const original = findStated(head, author) ?? (name === undefined ? undefined : findAnswerable(head, author, name));
  if (original === undefined) return author;
  const isNamed = original.name !== '' && original.name !== original.email;
  return isNamed ? original : { name: name ?? author.name, email: original.email };
}

/** Only list software writes this field. */
function findStated(head: MailHead, author: Mailbox): Mailbox | undefined {
  return parseAddresses(firstField(head, 'x-original-from') ?? '').find(mailbox => isOther(mailbox, author));
}

function findAnswerable(head: MailHead, author: Mailbox, name: string): Mailbox | undefined {
  const replyTo = parseAddresses(firstField(head, 'reply-to') ?? '').filter(mailbox => isOther(mailbox, author));
  const byName = replyTo.find(mailbox => mailbox.name === name) ?? replyTo[0];
  if (byName !== undefined) return byName;
  return parseAddresses(firstField(head, 'x-original-sender') ?? '').find(mailbox => isOther(mailbox, author));
}

function isOther(mailbox: Mailbox, author: Mailbox): boolean {
  return mailbox.email.includes('@') && mailbox.email.toLowerCase() !== author.email.toLowerCase();
}
