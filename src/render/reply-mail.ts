import { createHash } from 'node:crypto';
import type { Finding } from '../domain/finding.js';
import type { Mailbox, Message } from '../domain/message.js';
import type { Patch } from '../domain/patch.js';
import type { Review, ReviewRun } from '../domain/review.js';
import type { RenderContext } from './context.js';
import { headerIds, headerMailboxes, headerText, isAddress } from './mail-header.js';
import { renderReplyBody } from './reply-body.js';

/** An answer to one patch. From: and Date: are for whoever sends it: only he knows them. */
export interface ReplyMail {
  /** The patch that is answered. */
  readonly patchMessageId: string;
  /** Names and values as they stand in the mail: encoded, folded; none is empty. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Plain text, LF, ends with a line end. */
  readonly body: string;
}

/**
 * One mail for each patch with findings, in the order of the series: all that is to be said about a patch at once.
 * Findings of a rule on trial are shown elsewhere and never mailed. The same run gives the same mails, Message-IDs included.
 */
export function makeReplyMails(run: ReviewRun, context: RenderContext): readonly ReplyMail[] {
  return run.reviews.flatMap(review =>
    review.series.patches.flatMap(patch => {
      const findings = review.findings.filter(each => each.messageId === patch.messageId && each.stage === 'on');
      return findings.length === 0 ? [] : [makeReplyMail(review, patch, findings, context)];
    }),
  );
}

function makeReplyMail(review: Review, patch: Patch, findings: readonly Finding[], context: RenderContext): ReplyMail {
  const message = context.messageOf(patch.messageId);
  const { to, cc } = recipientsOf(message, patch);
  const subject = message?.subject ?? `[PATCH ${patch.number}/${review.series.total}] ${patch.title}`;
  const headers: (readonly [string, string])[] = [
    ['To', headerMailboxes(to)],
    ['Cc', headerMailboxes(cc)],
    ['Subject', headerText(/^re:/i.test(subject) ? subject : `Re: ${subject}`)],
    ['Message-ID', `<${replyId(patch, findings)}>`],
    ['In-Reply-To', headerIds([patch.messageId])],
    ['References', headerIds([...(message?.references ?? []), patch.messageId])],
    ['MIME-Version', '1.0'],
    ['Content-Type', 'text/plain; charset=utf-8'],
    ['Content-Transfer-Encoding', '8bit'],
  ];
  return {
    patchMessageId: patch.messageId,
    headers: headers.filter(([, value]) => value !== ''),
    body: renderReplyBody(patch, findings, message, context),
  };
}

/** A reply to all: to the author, with everybody else who had the patch in Cc:, each once. */
function recipientsOf(message: Message | undefined, patch: Patch): { to: readonly Mailbox[]; cc: readonly Mailbox[] } {
  const author = message?.from ?? patch.author;
  const seen = new Set<string>();
  const fresh = (mailboxes: readonly Mailbox[]) =>
    mailboxes.filter(({ email }) => {
      const key = email.toLowerCase();
      const isNew = isAddress(email) && !seen.has(key);
      seen.add(key);
      return isNew;
    });
  const to = fresh([author]);
  return { to, cc: fresh([...(message?.recipients.to ?? []), ...(message?.recipients.cc ?? [])]) };
}

/** The same findings about the same patch are the same mail: a second sending is seen by every mail program. */
function replyId(patch: Patch, findings: readonly Finding[]): string {
  const text = [patch.messageId, ...findings.map(finding => finding.fingerprint)].join('\n');
  return `review.${createHash('sha256').update(text).digest('hex').slice(0, 32)}@faultline.invalid`;
}
