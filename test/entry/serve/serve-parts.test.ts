import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from '@jest/globals';
import type { ServerParts, ServerWorker } from '../../../src/app/github/server-parts.js';
import { readEnvironment } from '../../../src/entry/serve/read-environment.js';
import { serve } from '../../../src/entry/serve/serve.js';

/** Parts that note what is asked of them; `worker` does as the test says. */
function makeParts(worker: Pick<ServerWorker, 'run' | 'isAlive'>) {
  const noted: string[] = [];
  const state = { storeAnswers: async (): Promise<void> => undefined };
  const parts: ServerParts = {
    takeWebhook: async () => undefined,
    askStore: () => state.storeAnswers(),
    worker: {
      run: async signal => {
        noted.push('worker begins');
        try {
          await worker.run(signal);
        } finally {
          noted.push('worker ends');
        }
      },
      isAlive: () => worker.isAlive(),
    },
    close: async () => {
      noted.push('store closed');
    },
  };
  return { parts, noted, state };
}

async function findFreePort(): Promise<string> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  return String(typeof address === 'object' && address !== null ? address.port : 0);
}

async function begin(parts: ServerParts) {
  const port = await findFreePort();
  const environment = readEnvironment({ PORT: port, LOG_LEVEL: 'fatal' });
  const ending = new AbortController();
  let opened: () => void = () => undefined;
  const open = new Promise<void>(resolve => {
    opened = resolve;
  });
  const { run } = parts.worker;
  const worker: ServerWorker = {
    ...parts.worker,
    // It runs when the server listens.
    run: signal => {
      opened();
      return run(signal);
    },
  };
  const request = { environment, openParts: async () => ({ ...parts, worker }), print: () => undefined };
  const ended = serve(request, ending.signal).then(
    () => 'ended',
    (error: Error) => error.message,
  );
  await open;
  const ready = async () => {
    const response = await fetch(`http://127.0.0.1:${port}/readyz`);
    return `${response.status} ${await response.text()}`;
  };
  return { ended, ready, end: () => ending.abort() };
}

const untilAborted = async (signal: AbortSignal): Promise<void> => {
  if (!signal.aborted) await once(signal, 'abort');
};

test('a server is ready while its worker goes on and its store answers', async () => {
  let isAlive = true;
  const { parts, noted, state } = makeParts({ run: untilAborted, isAlive: () => isAlive });
  const server = await begin(parts);
  expect(await server.ready()).toBe('200 ok\n');
  state.storeAnswers = () => Promise.reject(new Error('postgres://ada:hush@db/faultline is away'));
  expect(await server.ready()).toBe('503 the store does not answer\n');
  state.storeAnswers = () => new Promise(() => undefined);
  expect(await server.ready()).toBe('503 the store does not answer in time\n');
  isAlive = false;
  expect(await server.ready()).toBe('503 the worker does not go on\n');
  server.end();
  expect(await server.ended).toBe('ended');
  expect(noted).toEqual(['worker begins', 'worker ends', 'store closed']);
});

test('asked to end, it waits for what the worker has begun', async () => {
  let finish: () => void = () => undefined;
  const begun = new Promise<void>(resolve => {
    finish = resolve;
  });
  const run = async (signal: AbortSignal): Promise<void> => {
    await untilAborted(signal);
    await begun;
  };
  const { parts, noted } = makeParts({ run, isAlive: () => true });
  const server = await begin(parts);
  server.end();
  await new Promise(resolve => setImmediate(resolve));
  expect(noted).toEqual(['worker begins']);
  finish();
  expect(await server.ended).toBe('ended');
  expect(noted).toEqual(['worker begins', 'worker ends', 'store closed']);
});

test('it ends with a worker that cannot go on, and tells why', async () => {
  let fail: (error: Error) => void = () => undefined;
  const run = () =>
    new Promise<void>((_, reject) => {
      fail = reject;
    });
  const { parts, noted } = makeParts({ run, isAlive: () => true });
  const server = await begin(parts);
  expect(await server.ready()).toBe('200 ok\n');
  fail(new Error('the job table is gone'));
  expect(await server.ended).toBe('the job table is gone');
  expect(noted).toEqual(['worker begins', 'worker ends', 'store closed']);
});
