import assert from 'node:assert/strict';
import { parentPort } from 'node:worker_threads';
import { MailBench } from './mail-bench.js';
import type { BenchRequest, ReadAnswer } from './mail-reader.js';

// A thread that reads mails and puts families together, one request after the other: answers go back in their order.
assert(parentPort, 'this file is the beginning of a worker thread');
const port = parentPort;
const bench = new MailBench();

async function answer(request: BenchRequest): Promise<void> {
  if ('read' in request) {
    const { read, memory } = request;
    port.postMessage({ mails: await bench.read(read), memory } satisfies ReadAnswer, [memory]);
  } else if ('make' in request) port.postMessage(await bench.make(request.make));
  else if ('judge' in request) port.postMessage(await bench.judge(request.judge, request.now));
  else bench.drop(request.drop);
}

let done = Promise.resolve();
port.on('message', (request: BenchRequest) => {
  done = done.then(() => answer(request));
});
