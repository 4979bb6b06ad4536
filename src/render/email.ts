import type { ReviewRun } from '../domain/review.js';
import type { RenderContext } from './context.js';
import { makeReplyMails, type ReplyMail } from './reply-mail.js';

/**
 * The answers to the patches of a run as an mbox (mboxrd), to be read, edited and sent with a mail program; empty where
 * there is nothing to say. The separator has no real sender and date, as git format-patch does it.
 */
export function renderEmail(run: ReviewRun, context: RenderContext): string {
  return makeReplyMails(run, context).map(mboxEntry).join('');
}

function mboxEntry({ headers, body }: ReplyMail): string {
  const head = headers.map(([name, value]) => `${name}: ${value}\n`).join('');
  return `From faultline Thu Jan  1 00:00:00 1970\n${head}\n${body.replace(/^>*From /gm, '>$&')}\n`;
}
