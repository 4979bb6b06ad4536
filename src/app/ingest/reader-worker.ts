import assert from 'node:assert/strict';
import { parentPort } from 'node:worker_threads';
import type { RawMail } from '../../domain/message.js';
import { type ReadMail, readKeptMail } from './read-kept-mail.js';

// A thread that reads the mails it is sent, some at a time.
assert(parentPort, 'this file is the beginning of a worker thread');
const port = parentPort;

async function readAll(mails: readonly RawMail[]): Promise<void> {
  const read: ReadMail[] = [];
  for (const mail of mails) read.push(await readKeptMail(mail));
  port.postMessage(read);
}

let done = Promise.resolve();
port.on('message', (mails: readonly RawMail[]) => {
  // One group after the other: they go back in the order in which they came.
  done = done.then(() => readAll(mails));
});
