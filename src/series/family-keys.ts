import { hash } from 'node:crypto';
import type { FamilyKeys } from '../domain/family.js';
import { limits } from '../domain/limits.js';
import type { Message } from '../domain/message.js';
import { rememberTexts } from '../domain/remember.js';
import type { Series } from '../domain/series.js';
import { madeUpId } from '../mail/parse-mail.js';
import { findSuperseded } from '../mail/patch-statements.js';
import { parseSubject, type Subject } from '../mail/subject.js';
import { timeOf } from './assemble-threads.js';
import { sendRunMs } from './draft-series.js';
import { folderOf } from './join-drafts.js';
import { normaliseTitle } from './made-series.js';

/** The keys that a mail itself tells. */
export function familyKeysOf(message: Message): FamilyKeys {
  const subject = parseSubject(message.subject);
  const ids = [message.id, ...message.references, ...findSuperseded(message.body)];
  const own = new Set(ids.map(idKeyOf));
  const title = keyOf('title', `${subject.number ?? ''} ${subject.title.toLowerCase()}`);
  if (subject.isReply) return { own: [...own], soughtTitle: message.references.length === 0 ? title : undefined };
  if (subject.isPatch || subject.isRfc || subject.number !== undefined) {
    for (const key of postKeysOf(message, subject)) own.add(key);
  }
  return { own: [...own], title };
}

/** The keys that show only when a series is made: of its cover letter, its patches' authors, a patch that was found quoted. */
export function seriesKeysOf(series: Series): readonly number[] {
  const authors = new Set([series.author, ...series.patches.map(patch => patch.author)].map(each => each.email));
  const titles = new Set([series.title, ...series.patches.map(patch => patch.title)]);
  const keys = new Set([keyOf('id', series.id)]);
  if (series.changeId !== undefined) keys.add(keyOf('change', series.changeId));
  for (const title of titles) for (const author of authors) addTitleKey(keys, title, author);
  return [...keys];
}

/** Versions of a series share a title and an author; parts of one are sent by one person in one run. */
function postKeysOf(message: Message, { title, number, total }: Subject): readonly number[] {
  const keys = new Set<number>();
  const sender = message.from.email;
  addTitleKey(keys, title, sender);
  if (number === undefined || total === 1) return [...keys];
  // Two mails that lie less than a run apart have at least one of two neighbouring hours in common.
  const run = Math.floor(timeOf(message) / sendRunMs);
  for (const hour of [run, run + 1]) keys.add(keyOf('run', `${sender.toLowerCase()} ${hour}`));
  // Of files that nobody has sent it is the folder that tells.
  if (message.id === madeUpId(message.digest)) keys.add(keyOf('folder', folderOf(message.origin)));
  return [...keys];
}

function addTitleKey(keys: Set<number>, title: string, author: string): void {
  const normal = normaliseTitle(title);
  if (normal !== '' && author !== '') keys.add(keyOf('work', `${author.toLowerCase()} ${normal}`));
}

/** Of its neighbours in a thread a mail names most. */
const idKeyOf = rememberTexts(limits.idsRemembered, id => keyOf('id', id));

/** 52 bits, which a double holds exactly. Two texts with one key make a family larger than need be, and nothing else. */
function keyOf(kind: string, text: string): number {
  return Number.parseInt(hash('sha1', `${kind} ${text}`).slice(0, 13), 16);
}
