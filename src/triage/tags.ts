import type { Mailbox } from '../domain/message.js';
import type { Patch, Trailer } from '../domain/patch.js';
import type { FollowUpTrailer, Series } from '../domain/series.js';
import type { PatchTag } from '../domain/triage.js';
import { isSamePerson, personIn } from '../mail/same-person.js';
import { botReasonOf, isBotMail } from './bots.js';
import type { FamilyIndex } from './family.js';

/**
 * The trailers of a patch: those of its commit message, then those that replies gave to it or to its cover letter, each once.
 * One that it carries from an older version is told with the reply that gave it there, where that is at hand.
 */
export function tagsOf(index: FamilyIndex, series: Series, patch: Patch): readonly PatchTag[] {
  const own = patch.trailers.map(trailer => makeOwnTag(index, series, patch, trailer));
  const given = series.trailers
    .filter(trailer => isGivenTo(series, patch, trailer))
    .map(trailer => makeTag(index, trailer, trailer.fromMessageId, series.version, false));
  const tags: PatchTag[] = [];
  for (const tag of [...own, ...given]) {
    if (!tags.some(known => isSameTag(known, tag))) tags.push(tag);
  }
  return tags;
}

/** Whether a tag says that a person other than the patch's author has looked at it and agrees. */
export function isReview(tag: PatchTag, patch: Patch): boolean {
  if (!/^(?:reviewed|acked)-by$/i.test(tag.token) || tag.isBot || tag.person === undefined) return false;
  return !isSamePerson(tag.person, patch.author);
}

/** Below the patch itself, or below the cover letter: then it is for every patch. */
function isGivenTo(series: Series, patch: Patch, trailer: FollowUpTrailer): boolean {
  return trailer.toMessageId === patch.messageId || trailer.toMessageId === series.cover?.messageId;
}

function makeOwnTag(index: FamilyIndex, series: Series, patch: Patch, trailer: Trailer): PatchTag {
  const person = personIn(trailer.value);
  // Who signs off a patch does so when he posts it.
  const first =
    person === undefined || /^signed-off-by$/i.test(trailer.token)
      ? undefined
      : findGift(index, series, patch, trailer, person);
  if (first === undefined) return makeTag(index, trailer, patch.messageId, series.version, true);
  return { ...makeTag(index, trailer, first.fromMessageId, first.version, true) };
}

/** The reply to an older version that gave a trailer: on the newest version that has one. */
function findGift(
  index: FamilyIndex,
  series: Series,
  patch: Patch,
  { token }: Trailer,
  person: Mailbox,
): { readonly fromMessageId: string; readonly version: number } | undefined {
  for (const older of index.predecessorsOf(series)) {
    const before = older.patches.find(each => each.title === patch.title);
    const gift = older.trailers.find(
      trailer =>
        trailer.token.toLowerCase() === token.toLowerCase() &&
        (trailer.toMessageId === before?.messageId || trailer.toMessageId === older.cover?.messageId) &&
        isSamePerson(personIn(trailer.value) ?? nobody, person),
    );
    if (gift !== undefined) return { fromMessageId: gift.fromMessageId, version: older.version };
  }
  return undefined;
}

const nobody: Mailbox = { name: '', email: '' };

function makeTag(
  index: FamilyIndex,
  { token, value }: Trailer,
  fromMessageId: string,
  version: number,
  isOwn: boolean,
): PatchTag {
  const person = personIn(value);
  const giver = isOwn ? undefined : index.messageOf(fromMessageId);
  const isBot =
    (person !== undefined && botReasonOf(person) !== undefined) || (giver !== undefined && isBotMail(giver));
  return { token, value, person, isBot, fromMessageId, version, isOwn };
}

function isSameTag(one: PatchTag, other: PatchTag): boolean {
  if (one.token.toLowerCase() !== other.token.toLowerCase()) return false;
  if (one.person === undefined || other.person === undefined) return one.value === other.value;
  return isSamePerson(one.person, other.person);
}
