import type { Message } from '../domain/message.js';
import type { Patch } from '../domain/patch.js';

/** What a program's mail says about patches that a maintainer took or dropped. */
export interface Notice {
  readonly kind: 'taken' | 'dropped';
  /** Whether the mail speaks of the patch it answers, of the whole series, or of these messages. */
  readonly of: 'answered' | 'series' | { readonly messageIds: readonly string[] } | { readonly title: string };
  /** The words that say so. */
  readonly words: string;
}

const link =
  /^\s*(?:link|message-id):\s+(?:https?:\/\/[^\s/]+\/(?:[\w.-]+\/){1,3})?<?([^\s/<>]+@[^\s/<>]+?)>?\/?\s*$/gim;

/**
 * Reads the mail of a program that speaks for a maintainer: patchwork-bot, tip-bot, the keeper of the -mm tree. Undefined for
 * every other mail.
 */
export function readNotice(message: Message): Notice | undefined {
  const text = message.body.slice(0, noticeCharsMax);
  return readPatchwork(message, text) ?? readTip(message, text) ?? readMm(message, text);
}

/** Each says what it is about in its first lines; a tip commit has its links below its message. */
const noticeCharsMax = 40_000;

function readPatchwork({ from }: Message, text: string): Notice | undefined {
  if (!/^patchwork-bot\b/i.test(from.email)) return undefined;
  const said = /^This (patch|series) was applied to [^\n]{1,300}/m.exec(text);
  if (said === null) return undefined;
  return { kind: 'taken', of: said[1] === 'series' ? 'series' : 'answered', words: said[0] };
}

function readTip({ from }: Message, text: string): Notice | undefined {
  if (!/^tip-?bot2?@/i.test(from.email)) return undefined;
  const said =
    /^(?:The following commit has been merged into the \S{1,100} branch of tip|Commit-ID: +[0-9a-f]{40})/m.exec(text);
  if (said === null) return undefined;
  const messageIds = [...text.matchAll(link)].map(match => match[1] ?? '');
  return { kind: 'taken', of: { messageIds }, words: said[0] };
}

/** `+ a.patch added to mm-unstable branch`, and later `[merged mm-stable] a.patch removed from -mm tree`. */
function readMm({ subject }: Message, text: string): Notice | undefined {
  const isAdded = /^\+ \S+\.patch added to \S+/.test(subject);
  const isMerged = /^\[merged[^\]]*\] \S+\.patch removed from -?mm/.test(subject);
  const isRemoved = /^\[(?:to-be-updated|withdrawn|obsolete|nacked)[^\]]*\] \S+\.patch removed from -?mm/.test(subject);
  if (!isAdded && !isMerged && !isRemoved) return undefined;
  const title = /^(?:The quilt patch|The patch) titled\s+(?:Subject: )?(.{1,500}(?:\n {8,}\S.{0,200})?)/m.exec(
    text,
  )?.[1];
  if (title === undefined) return undefined;
  const folded = title.replace(/\s+/g, ' ').trim();
  return { kind: isRemoved ? 'dropped' : 'taken', of: { title: folded }, words: subject };
}

/** Whether a notice names this patch, by its Message-ID or by its title. */
export function isNamed(patch: Patch, of: Notice['of']): boolean {
  if (typeof of === 'string') return false;
  return 'title' in of ? of.title === patch.title : of.messageIds.includes(patch.messageId);
}
