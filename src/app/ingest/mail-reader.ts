import { Worker } from 'node:worker_threads';
import type { RawMail } from '../../domain/message.js';
import type { ReadMail } from './read-kept-mail.js';

/** Reads mails in a thread of its own, so that this one has time for the store. What is sent first comes back first. */
export class MailReader {
  readonly #worker = new Worker(new URL('./reader-worker.js', import.meta.url));
  readonly #waiting: {
    readonly resolve: (read: readonly ReadMail[]) => void;
    readonly reject: (error: unknown) => void;
  }[] = [];

  constructor() {
    this.#worker.on('message', (read: readonly ReadMail[]) => this.#waiting.shift()?.resolve(read));
    this.#worker.on('error', error => {
      for (const { reject } of this.#waiting.splice(0)) reject(error);
    });
  }

  read(mails: readonly RawMail[]): Promise<readonly ReadMail[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(mails);
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}
