import type { NumberedMailbox } from './numbered-mailbox.js';

/** Does some work with a server and says what went wrong in the words of `describe`. */
export async function attempting<T>(work: () => Promise<T>, describe: (failure: unknown) => Error): Promise<T> {
  try {
    return await work();
  } catch (failure) {
    throw describe(failure);
  }
}

/** A mailbox that says in words what is wrong with it; trouble of whoever reads it is none of the server's and passes as it is. */
export function guardMailbox(mailbox: NumberedMailbox, describe: (failure: unknown) => Error): NumberedMailbox {
  return {
    generation: mailbox.generation,
    last: mailbox.last,
    list: (from, to) => attempting(() => mailbox.list(from, to), describe),
    async *fetch(mails) {
      const fetched = mailbox.fetch(mails)[Symbol.asyncIterator]();
      try {
        for (;;) {
          const next = await attempting(() => fetched.next(), describe);
          if (next.done) return;
          yield next.value;
        }
      } finally {
        await fetched.return?.();
      }
    },
  };
}
