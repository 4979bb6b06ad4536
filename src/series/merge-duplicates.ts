import { groupBy } from '../domain/group-by.js';
import type { Message } from '../domain/message.js';
import type { Problem } from '../domain/problem.js';
import { parseSubject } from '../mail/subject.js';

export interface MergedMessages {
  /** Each id once, sorted by id. */
  readonly messages: readonly Message[];
  readonly problems: readonly Problem[];
  /** What became of the others, by their digests. */
  readonly others: ReadonlyMap<string, 'copy' | 'imposter'>;
}

/**
 * Merges the copies of a mail that several lists delivered into one message that names all of them. A mail that has
 * another's Message-ID and other content is an imposter: the one that arrived first is kept, the other is a Problem.
 * The result does not depend on the order of the input.
 */
export function mergeDuplicates(messages: readonly Message[]): MergedMessages {
  const copiesById = groupBy(messages, message => message.id);
  const problems: Problem[] = [];
  const others = new Map<string, 'copy' | 'imposter'>();
  const merged = [...copiesById]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, copies]) => mergeCopies(copies, problems, others));
  return { messages: merged, problems, others };
}

/** Sorts by code units, the same on every machine. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function mergeCopies(copies: Message[], problems: Problem[], others: Map<string, 'copy' | 'imposter'>): Message {
  const sorted = copies.sort(
    (a, b) =>
      (a.receivedAt ?? Number.MAX_SAFE_INTEGER) - (b.receivedAt ?? Number.MAX_SAFE_INTEGER) ||
      a.body.length - b.body.length ||
      compareText(a.digest, b.digest),
  );
  const kept = sorted[0];
  if (kept === undefined) throw new Error('a group of copies is never empty');
  if (sorted.length === 1) return kept;
  const keptText = comparableText(kept.body);
  const same = sorted.filter(copy => isSameMail(kept, keptText, copy));
  const known = new Set(same);
  const imposters = new Set(sorted.filter(copy => !known.has(copy)).map(copy => copy.digest));
  if (imposters.size > 0) problems.push(makeImposterProblem(kept, imposters.size));
  const listIds = [...new Set(same.flatMap(copy => copy.listIds))].sort(compareText);
  const chosen = pickAuthentic(same, kept);
  for (const { digest } of sorted) {
    if (digest !== chosen.digest) others.set(digest, imposters.has(digest) ? 'imposter' : 'copy');
  }
  return { ...chosen, listIds };
}

/** Of equal copies the one whose author no list rewrote, so that the person is the person. */
function pickAuthentic(same: readonly Message[], kept: Message): Message {
  const isMunged = (message: Message) => / via /.test(message.from.name);
  return isMunged(kept) ? (same.find(copy => !isMunged(copy)) ?? kept) : kept;
}

/**
 * Lists add prefixes to subjects, footers to bodies and rewrite authors: what they leave alone decides. A mail sent
 * once more to a second list under its old id has another Date and not a word else.
 */
function isSameMail(a: Message, aText: string, b: Message): boolean {
  if (a.digest === b.digest) return true;
  if (parseSubject(a.subject).title !== parseSubject(b.subject).title) return false;
  const bText = comparableText(b.body);
  return a.sentAt === b.sentAt ? isSameText(aText, bText) : a.from.email === b.from.email && aText === bText;
}

/** The shorter text, but for its last lines, stands at the beginning of the longer one. */
function isSameText(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return long.startsWith(short.slice(0, Math.ceil(short.length * 0.8)));
}

/** The beginning of a text, without white space: copies of a mail differ in what lists and mailers add to it. */
function comparableText(text: string): string {
  return text.slice(0, 20_000).replace(/\s+/g, '');
}

function makeImposterProblem(kept: Message, count: number): Problem {
  const others = count === 1 ? 'Another mail has' : `${count} other mails have`;
  return {
    code: 'mail-imposter',
    where: kept.id,
    messageId: kept.id,
    detail: `${others} the Message-ID of this one and other content; the one that arrived first is kept.`,
  };
}
