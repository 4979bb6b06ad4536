import { limits } from '../domain/limits.js';
import type { Message } from '../domain/message.js';
import type { ThreadNode } from '../domain/thread.js';
import { type PatchText, parsePatchText } from '../mail/patch-text.js';
import { parseSubject, type Subject } from '../mail/subject.js';

/** A message that belongs to a series: its cover letter or one of its patches. */
export interface Post {
  readonly message: Message;
  readonly parentId: string | undefined;
  readonly subject: Subject;
  readonly text: PatchText;
  /** 0 for a cover letter. */
  readonly number: number;
  /** How many patches the subject announces; undefined for `3/n`. */
  readonly total: number | undefined;
}

/**
 * Reads a message as a part of a series; undefined for everything else. A reply is a reply, whatever diff it holds.
 */
export function readPost(node: ThreadNode): Post | undefined {
  const { message, parentId } = node;
  if (message === undefined) return undefined;
  const subject = parseSubject(message.subject);
  if (subject.isReply || isPullRequest(subject) || treeNotice.test(subject.title)) return undefined;
  const text = parsePatchText(message);
  const number = numberOf(subject, text, isEmpty(message));
  if (number === undefined || number > limits.seriesPatchesMax) return undefined;
  return { message, parentId, subject, text, number, total: totalOf(subject) };
}

/** What the keepers of the stable and -mm trees send when they take, drop or fail to apply a patch: it shows that patch. */
const treeNotice =
  /^(?:FAILED: patch "|Patch ".*" has been added to |\+ \S+\.patch added to |\S+\.patch removed from )/;

/** `[GIT PULL] …` asks for a merge; the diff below it shows what others posted before. `[PULL 3/28]` is a patch. */
function isPullRequest(subject: Subject): boolean {
  return subject.number === undefined && !subject.isPatch && subject.prefixes.some(word => /^pull$/i.test(word));
}

/** `[tip: locking/core]`, `[Interdiff v1~v2]`: mails of robots that show a patch again, in answer to it. */
export function isNotice(post: Post): boolean {
  return !post.subject.isPatch && post.subject.prefixes.some(word => /^(?:interdiff|tip:.*|syzbot)$/i.test(word));
}

/**
 * Reads a message without a number as the cover letter of the patches below it, as some send it: a plain subject, no
 * diff; undefined for a reply.
 */
export function readNakedCover(node: ThreadNode): Post | undefined {
  const { message, parentId } = node;
  if (message === undefined) return undefined;
  const subject = parseSubject(message.subject);
  if (subject.isReply || subject.number !== undefined) return undefined;
  const text = parsePatchText(message);
  if (text.diffLine > 0) return undefined;
  return { message, parentId, subject, text, number: 0, total: undefined };
}

/** A mail in HTML alone has no text: what calls itself a patch and shows none is shown as unreadable, not passed over. */
function isEmpty(message: Message): boolean {
  return message.body.trim() === '' && message.attachments.length === 0;
}

function numberOf(subject: Subject, text: PatchText, isEmptyMail: boolean): number | undefined {
  const isNamed = subject.isPatch || subject.isRfc;
  if (subject.number === 0) return isNamed || text.diffLine === 0 ? 0 : undefined;
  if (text.diffLine > 0 || (isEmptyMail && subject.isPatch)) return subject.number ?? 1;
  return isNamed && subject.number !== undefined ? subject.number : undefined;
}

function totalOf(subject: Subject): number | undefined {
  if (subject.number === undefined) return 1;
  return subject.total === undefined ? undefined : Math.min(subject.total, limits.seriesPatchesMax);
}
