import { hash } from 'node:crypto';
import { limits } from '../domain/limits.js';
import type { Mailbox, Message, RawMail, Recipients } from '../domain/message.js';
import type { Problem, ProblemCode } from '../domain/problem.js';
import { parseAddresses } from './addresses.js';
import { asBuffer } from './bytes.js';
import { decodeHeader } from './encoded-words.js';
import { parseMailDate } from './mail-date.js';
import { allFields, firstField, type MailHead, splitHead } from './mail-head.js';
import type { MailParts } from './mail-part.js';
import { chooseText, type MailText } from './mail-text.js';
import { parseMessageId, parseMessageIds } from './message-ids.js';
import { bodyHeadOf, readParts } from './mime-parts.js';
import { readAuthor } from './restore-author.js';

/**
 * Reads one mail. Never throws and never rejects: what cannot be read is a Problem of the message, and bytes that are
 * no mail at all come back as an empty message with the Problem `mail-unreadable`.
 */
export async function parseMail(raw: RawMail): Promise<Message> {
  const bytes = asBuffer(raw.bytes);
  const digest = hash('sha256', bytes, 'hex');
  const isTooLarge = bytes.length > limits.mailBytesMax;
  const head = splitHead(isTooLarge ? bytes.subarray(0, limits.mailBytesMax) : bytes);
  const reading = isTooLarge ? noParts : readParts(bodyHeadOf(head), bytes.subarray(head.bodyStart));
  const parts = reading instanceof Promise ? await reading : reading;
  const text = chooseText(parts.parts);
  const statedId = findMessageId(head);
  const id = statedId ?? madeUpId(digest);
  const { inReplyTo, references } = readReferences(head, id);
  return {
    id,
    origin: raw.origin,
    digest,
    form: 'mail',
    inReplyTo,
    references,
    from: readAuthor(head),
    recipients: new LateRecipients(allFields(head, 'to'), allFields(head, 'cc')),
    subject: decodeHeader(firstField(head, 'subject') ?? ''),
    sentAt: parseMailDate(firstField(head, 'date') ?? ''),
    receivedAt: parseMailDate(firstField(head, 'received')?.split(';').at(-1) ?? ''),
    listIds: readListIds(head),
    body: text.body,
    attachments: text.attachments,
    isAutoSubmitted: isAutoSubmitted(head),
    problems: findProblems({ raw, head, parts, text, id, isIdStated: statedId !== undefined }),
  };
}

/** Read when they are asked for: only who answers a mail does, and the addresses of a list are a third of the work of reading it. */
class LateRecipients implements Recipients {
  readonly toFields: readonly string[];
  readonly ccFields: readonly string[];

  constructor(toFields: readonly string[], ccFields: readonly string[]) {
    this.toFields = toFields;
    this.ccFields = ccFields;
  }

  get to(): readonly Mailbox[] {
    return this.toFields.flatMap(parseAddresses);
  }

  get cc(): readonly Mailbox[] {
    return this.ccFields.flatMap(parseAddresses);
  }
}

/** The id of a message that states none: made of its bytes, so that the same mail gets the same id. */
export function madeUpId(digest: string): string {
  return `page.${digest.slice(0, 16)}@faultline.invalid`;
}

const noParts: MailParts = { parts: [], stopped: undefined };

function findMessageId(head: MailHead): string | undefined {
  for (const value of allFields(head, 'message-id')) {
    const id = parseMessageId(value);
    if (id !== undefined) return id;
  }
  return undefined;
}

/** In-Reply-To names the parent; the references end with it where they do not hold it already. */
function readReferences(head: MailHead, ownId: string): Pick<Message, 'inReplyTo' | 'references'> {
  const inReplyTo = parseMessageIds(allFields(head, 'in-reply-to').join(' ')).find(id => id !== ownId);
  const stated = parseMessageIds(allFields(head, 'references').join(' '));
  const references = [...new Set(inReplyTo === undefined ? stated : [...stated, inReplyTo])];
  return { inReplyTo, references: references.filter(id => id !== ownId) };
}

function readListIds(head: MailHead): readonly string[] {
  const ids = allFields(head, 'list-id').map(value => (/<([^<>]+)>/.exec(value)?.[1] ?? value).trim().toLowerCase());
  return [...new Set(ids)].filter(id => id !== '').slice(0, limits.addressesMax);
}

function isAutoSubmitted(head: MailHead): boolean {
  const stated = (firstField(head, 'auto-submitted') ?? 'no').toLowerCase();
  const precedence = (firstField(head, 'precedence') ?? '').toLowerCase();
  const isAnswered = ['x-autoreply', 'x-autorespond'].some(name => head.fields.has(name));
  return !stated.startsWith('no') || precedence === 'auto_reply' || isAnswered;
}

interface Reading {
  readonly raw: RawMail;
  readonly head: MailHead;
  readonly parts: MailParts;
  readonly text: MailText;
  readonly id: string;
  readonly isIdStated: boolean;
}

function findProblems({ raw, head, parts, text, id, isIdStated }: Reading): readonly Problem[] {
  const make = (code: ProblemCode, detail: string): Problem => ({ code, where: raw.origin, detail, messageId: id });
  const problems: Problem[] = [];
  if (head.fields.size === 0) problems.push(make('mail-unreadable', 'It has no mail header.'));
  else if (!isIdStated && raw.isDraft !== true) {
    problems.push(make('mail-no-message-id', 'It has no Message-ID; an id was made up for it.'));
  }
  if (raw.bytes.length > limits.mailBytesMax) {
    problems.push(
      make('mail-too-large', `It is larger than ${limits.mailBytesMax} bytes; only its headers were read.`),
    );
  }
  if (parts.stopped !== undefined) problems.push(make('mail-truncated', `It was read in part only: ${parts.stopped}.`));
  if (text.isCut) problems.push(make('mail-truncated', 'Its text or one of its lines is too long and was cut.'));
  for (const charset of text.unknownCharsets) {
    problems.push(make('charset-unknown', `It names a charset that nobody knows: ${charset.slice(0, 60)}.`));
  }
  return problems;
}
