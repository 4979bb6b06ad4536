import { OperationalError } from '../domain/operational-error.js';
import type { Thread } from '../domain/thread.js';

/** The thread that holds the asked mail, or all of them where none is asked for. Throws an OperationalError where no mail has this id. */
export function selectThreads(threads: readonly Thread[], messageId: string | undefined): readonly Thread[] {
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
