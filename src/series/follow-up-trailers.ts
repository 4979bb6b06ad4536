import type { Mailbox } from '../domain/message.js';
import type { FollowUpTrailer } from '../domain/series.js';
import { isPatchBreak } from '../mail/find-diff.js';
import { isSamePerson, personIn } from '../mail/same-person.js';
import { findReplyTrailers, toTrailer } from '../mail/trailers.js';
import type { Answer } from './collect-answers.js';

/**
 * The trailers that an answer gives to the post it talks about. A tag in somebody else's name is not taken, as b4 does
 * not take it either.
 */
export function findFollowUpTrailers({ message, toMessageId }: Answer): readonly FollowUpTrailer[] {
  if (!mayGive.test(message.body)) return [];
  return findReplyTrailers(ownText(message.body))
    .filter(({ token, value }) => !/-by$/i.test(token) || isBySender(value, message.from))
    .map(found => ({ ...toTrailer(found), fromMessageId: message.id, toMessageId }));
}

/** Most answers give none: a look tells, which spares taking them apart. */
const mayGive = /^[ \t]*[A-Za-z][\w-]*:/m;

/** The tags of a patch that a reply proposes belong to that patch. */
function ownText(body: string): string {
  const lines = body.split('\n');
  const end = lines.findIndex(isPatchBreak);
  return end < 0 ? body : lines.slice(0, end).join('\n');
}

function isBySender(value: string, from: Mailbox): boolean {
  const named = personIn(value);
  return named !== undefined && isSamePerson(named, from);
}
