import type { Message } from '../domain/message.js';
import { parseSubject } from '../mail/subject.js';
import type { ReplyForest } from './reply-forest.js';

/** A reply comes within this time of the mail it answers, or its subject alone proves nothing. */
const replyDaysMax = 60;

/**
 * Gives replies that name no parent (saved archive pages, some mailers) the one that their subject tells: the newest
 * earlier message with the same title that is not a reply itself.
 *
 * @param messages in order of time
 */
export function adoptOrphans(messages: readonly Message[], forest: ReplyForest): void {
  const latest = new Map<string, Message>();
  for (const message of messages) {
    const subject = parseSubject(message.subject);
    const key = `${subject.number ?? ''} ${subject.title.toLowerCase()}`;
    if (!subject.isReply) {
      latest.set(key, message);
      continue;
    }
    const parent = message.references.length === 0 ? latest.get(key) : undefined;
    if (parent !== undefined && isTimely(parent, message)) forest.link(message.id, parent.id);
  }
}

function isTimely(parent: Message, reply: Message): boolean {
  if (parent.sentAt === undefined || reply.sentAt === undefined) return false;
  return reply.sentAt - parent.sentAt < replyDaysMax * 86_400_000;
}
