import type { Mailbox } from '../domain/message.js';
import type { Series } from '../domain/series.js';
import type { Thread, ThreadNode } from '../domain/thread.js';
import { minuteWords } from './dates.js';
import { safeLine } from './escape.js';
import { columnsOf, cutTo } from './layout.js';
import type { Canvas } from './terminal-parts.js';

/** Deeper answers are drawn no further in. */
const depthMax = 12;
/** Mails of one thread that are drawn; who wants the rest of a thread that long reads it elsewhere. */
const mailsMax = 300;
const nameColumnsMax = 30;
const idColumnsMax = 60;

/** A reply tree, one mail a line: when, who, and the title where it is not that of the mail it answers; mails not seen by their id. */
export function renderThread(canvas: Canvas, thread: Thread, series: Series): readonly string[] {
  const posts = new Set([series.cover?.messageId, ...series.patches.map(patch => patch.messageId)]);
  const titles = new Map(thread.nodes.map(node => [node.id, titleOf(node)]));
  const drawn = thread.nodes.slice(0, mailsMax).map(node => {
    const parentTitle = node.parentId === undefined ? undefined : titles.get(node.parentId);
    return renderNode(canvas, node, posts.has(node.id), parentTitle);
  });
  const left = thread.nodes.length - drawn.length;
  return left === 0 ? drawn : [...drawn, `    ... and ${left} more`];
}

function renderNode(
  { palette, width }: Canvas,
  { id, message, depth }: ThreadNode,
  isPost: boolean,
  parentTitle: string | undefined,
): string {
  const indent = ' '.repeat(4 + 2 * Math.min(depth, depthMax));
  if (message === undefined) return `${indent}${palette.dim(`not seen <${cutTo(safeLine(id), idColumnsMax)}>`)}`;
  const when = minuteWords(message.sentAt);
  const who = cutTo(nameOf(message.from), nameColumnsMax);
  const title = titleOf({ message });
  const words = title === parentTitle ? '' : safeLine(message.subject) || '(no title)';
  const room = width - columnsOf(`${indent}${when} ${who}: `);
  const painted = `${indent}${palette.dim(when)} ${isPost ? palette.strong(who) : who}`;
  return words === '' || room < titleColumnsMin ? painted : `${painted}: ${cutTo(words, room)}`;
}

/** Less of a title says nothing. */
const titleColumnsMin = 12;

function nameOf({ name, email }: Mailbox): string {
  return safeLine(name || email) || 'somebody';
}

/** As it stands when replies are compared with what they answer. */
function titleOf({ message }: Pick<ThreadNode, 'message'>): string | undefined {
  return message?.subject.replace(/^(?:re|fwd?|aw|sv):\s*/i, '').trim();
}
