import type { Message } from '../domain/message.js';
import { OperationalError } from '../domain/operational-error.js';
import type { Problem } from '../domain/problem.js';
import type { Series } from '../domain/series.js';
import type { Thread } from '../domain/thread.js';
import { assembleSeries } from '../series/assemble-series.js';
import { assembleThreads } from '../series/assemble-threads.js';
import type { ReportProgress } from './progress.js';
import { type MailRequest, readMails } from './read-mails.js';

/** The mails of a request, put together. */
export interface Assembled {
  readonly messages: readonly Message[];
  readonly threads: readonly Thread[];
  readonly series: readonly Series[];
  readonly problems: readonly Problem[];
}

/** RawMail → Message → Thread → Series. Throws an OperationalError where nothing can be read or the asked thread is not there. */
export async function assemble(request: MailRequest, report: ReportProgress): Promise<Assembled> {
  const mails = await readMails(request, report);
  const assembled = assembleThreads(mails.messages);
  const threads = onlyAskedThread(assembled.threads, request.messageId);
  const problems = [...mails.problems, ...assembled.problems];
  return { messages: mails.messages, threads, series: assembleSeries(threads), problems };
}

function onlyAskedThread(threads: readonly Thread[], messageId: string | undefined): readonly Thread[] {
  if (messageId === undefined) return threads;
  const asked = threads.filter(thread =>
    thread.nodes.some(node => node.id === messageId && node.message !== undefined),
  );
  if (asked.length > 0) return asked;
  throw new OperationalError(
    'no such thread',
    messageId,
    'no mail that was read has this Message-ID; check it, and the paths',
  );
}
