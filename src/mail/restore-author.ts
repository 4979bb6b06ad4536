import type { Mailbox } from '../domain/message.js';
import { parseAddresses, parseAuthor } from './addresses.js';
import { firstField, type MailHead } from './mail-head.js';

/** `Jane Doe via some-list`, and Google's `'Jane Doe' via some-list`. */
const munged = /^'?(.*?)'? via .+$/s;

/**
 * The author of a mail. A list that may not forge its members' addresses (DMARC) rewrites From: to `Name via list
 * <list@host>` and puts the truth into X-Original-From, Reply-To or X-Original-Sender: taken back from there.
 */
export function readAuthor(head: MailHead): Mailbox {
  const author = parseAuthor(firstField(head, 'from') ?? firstField(head, 'sender') ?? '');
  const name = munged.exec(author.name)?.[1]?.trim();
  if (name === undefined) return author;
  const original = findOriginal(head, author, name);
  if (original === undefined) return author;
  return {
    name: original.name === '' || original.name === original.email ? name : original.name,
    email: original.email,
  };
}

function findOriginal(head: MailHead, munged: Mailbox, name: string): Mailbox | undefined {
  const isOther = (mailbox: Mailbox) =>
    mailbox.email.includes('@') && mailbox.email.toLowerCase() !== munged.email.toLowerCase();
  const stated = parseAddresses(firstField(head, 'x-original-from') ?? '').find(isOther);
  if (stated) return stated;
  const replyTo = parseAddresses(firstField(head, 'reply-to') ?? '').filter(isOther);
  const byName = replyTo.find(mailbox => mailbox.name === name) ?? replyTo[0];
  return byName ?? parseAddresses(firstField(head, 'x-original-sender') ?? '').find(isOther);
}
