import type { Message } from '../domain/message.js';
import { OperationalError } from '../domain/operational-error.js';
import type { Problem } from '../domain/problem.js';
import { readMessage } from '../mail/read-message.js';
import { openSource } from '../sources/open-source.js';
import type { Selection } from '../sources/selection.js';
import { isProblem } from '../sources/source-item.js';
import { MailSelector } from './mail-selector.js';
import type { ReportProgress } from './progress.js';

/** Where mails are and which of them are wanted. */
export interface MailRequest extends Selection {
  /** At least one; `-` is standard input. */
  readonly paths: readonly string[];
  /** Only the thread that holds this mail. */
  readonly messageId?: string | undefined;
}

export interface MailsRead {
  readonly messages: readonly Message[];
  /** Files and archives that gave no mail. */
  readonly problems: readonly Problem[];
}

/**
 * Reads the wanted mails of all paths. What cannot be read among others is a Problem;
 * throws an OperationalError where nothing at all can be read.
 */
export async function readMails(request: MailRequest, report: ReportProgress): Promise<MailsRead> {
  const selector = new MailSelector(request);
  const problems: Problem[] = [];
  let count = 0;
  for (const path of request.paths) {
    for await (const item of openSource(path, request)) {
      if (isProblem(item)) {
        problems.push(item);
        continue;
      }
      selector.add(await readMessage(item));
      count += 1;
      report('reading mails', count);
    }
  }
  const [first] = problems;
  if (count === 0 && first !== undefined) throw new OperationalError('nothing to read', first.where, first.detail);
  return { messages: selector.take(), problems };
}
