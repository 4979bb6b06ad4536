import type { Message } from '../domain/message.js';
import { OperationalError } from '../domain/operational-error.js';
import type { Problem } from '../domain/problem.js';
import type { Remark } from '../domain/remark.js';
import type { Series } from '../domain/series.js';
import type { Thread } from '../domain/thread.js';
import { assembleMails } from './assemble-mails.js';
import type { ReportProgress } from './progress.js';
import { type MailRequest, readMails } from './read-mails.js';
import { selectThreads } from './select-threads.js';

/** Mails, put together. */
export interface Assembled {
  /** Each mail once. */
  readonly messages: readonly Message[];
  readonly threads: readonly ReadThread[];
  /** What could not be read: files, archives, mails. The problems of a series are its own. */
  readonly problems: readonly Problem[];
}

/** What is shown of a thread. */
export interface ReadThread {
  readonly series: readonly Series[];
  /** In reading order. */
  readonly remarks: readonly Remark[];
}

/** A request for the mails at some paths, or, where it names none, for those of a store. */
export interface AssembleRequest extends MailRequest {
  /** The store's location; undefined for the usual one (`findStoreLocation`). */
  readonly store?: string | undefined;
  /** Only what was seen on this list; of a store alone. */
  readonly list?: string | undefined;
}

/**
 * RawMail → Message → Thread → Series, and what people said about the patches: handed to `use` at once, or, out of a store, part by part.
 * Throws an OperationalError where nothing can be read or the asked thread is not there.
 */
export async function assembleEach(
  request: AssembleRequest,
  report: ReportProgress,
  use: (part: Assembled) => Promise<void>,
): Promise<void> {
  const { paths, list, store: asked } = request;
  if (paths.length > 0) {
    const stray = list ?? asked;
    if (stray !== undefined)
      throw new OperationalError('both paths and a store', stray, 'name paths, or leave them out to read the store');
    return use(await assemble(request, report));
  }
  // What reads paths needs no database, and the library for it takes a quarter of a second to load.
  const { withStore } = await import('./with-store.js');
  const { readStoredMails } = await import('./stored-mails.js');
  await withStore(asked, async store => {
    for await (const messages of readStoredMails(store, request)) await use(assembleMessages(messages, request, []));
  });
}

/** The mails at the paths of a request, put together. Throws as `assembleEach`. */
export async function assemble(request: MailRequest, report: ReportProgress): Promise<Assembled> {
  const { messages, problems } = await readMails(request, report);
  return assembleMessages(messages, request, problems);
}

function assembleMessages(
  all: readonly Message[],
  { messageId }: Pick<MailRequest, 'messageId'>,
  readProblems: readonly Problem[],
): Assembled {
  const { threads, problems } = assembleMails(all, {
    choose: found => selectThreads(found, messageId),
    placesRemarks: true,
  });
  const messages = threads.flatMap(({ thread }) => messagesOf(thread));
  return {
    messages,
    threads,
    problems: [...readProblems, ...problems, ...messages.flatMap(message => message.problems)],
  };
}

function messagesOf(thread: Thread): readonly Message[] {
  return thread.nodes.flatMap(node => node.message ?? []);
}
