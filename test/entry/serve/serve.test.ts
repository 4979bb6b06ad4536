import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import type { Job } from '../../../src/domain/job.js';
import { countJobs, failJob, takeJob } from '../../../src/store/github/jobs.js';
import { findRepository } from '../../../src/store/github/repositories.js';
import { knownWebhookIds } from '../../../src/store/github/webhooks.js';
import type { Database } from '../../../src/store/open-database.js';
import { Store } from '../../../src/store/store.js';
import { runCli } from '../../support/run-cli.js';
import { ServerProcess } from '../../support/server-process.js';
import { makeTemporaryDirectory } from '../../support/temporary.js';
import { makePrivateKey, pullOpened, webhookHeaders, webhookSecret } from '../../support/webhooks.js';

const directory = makeTemporaryDirectory();
const privateKey = makePrivateKey();
const app = {
  APP_ID: '7',
  PRIVATE_KEY: privateKey,
  WEBHOOK_SECRET: webhookSecret,
  // Nobody answers there, so that no job comes to its end.
  GHE_HOST: '127.0.0.1:9',
  GHE_PROTOCOL: 'http',
};
const started: ServerProcess[] = [];

afterEach(async () => {
  for (const server of started.splice(0)) {
    server.signal('SIGKILL');
    await server.ended();
  }
});

async function start(store: string, environment: Readonly<Record<string, string>> = app): Promise<ServerProcess> {
  const server = await ServerProcess.start(['--store', store], environment);
  started.push(server);
  return server;
}

async function send(server: ServerProcess, event: string, id: string, payload: unknown): Promise<number> {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const headers = webhookHeaders(event, id, body);
  const response = await fetch(`${server.url}/api/github/webhooks`, { method: 'POST', body, headers });
  await response.text();
  return response.status;
}

async function inStore<Result>(place: string, look: (store: Store) => Promise<Result>): Promise<Result> {
  const store = await Store.open(place);
  try {
    return await look(store);
  } finally {
    await store.close();
  }
}

test('webhooks are stored once, an unknown event as well, and a redelivery orders again what had failed', async () => {
  const place = join(directory, 'stored');
  const server = await start(place);
  expect(await send(server, 'pull_request', 'one', pullOpened(7))).toBe(200);
  expect(await send(server, 'pull_request', 'one', pullOpened(7))).toBe(200);
  expect(await send(server, 'star', 'two', pullOpened(7))).toBe(200);
  expect(await send(server, 'push', 'three', { ref: 7 })).toBe(200);
  await inStore(place, async ({ db }) => {
    expect(await knownWebhookIds(db, ['one', 'two', 'three'])).toEqual(new Set(['one', 'two', 'three']));
    expect(await findRepository(db, 11)).toMatchObject({ owner: 'ada', name: 'larder', installationId: 40 });
    const { kind, subject, ...job } = await waitForPostponed(db, 'pull:11:7');
    expect({ kind, subject }).toEqual({ kind: 'pull', subject: '7' });
    await failJob(db, { kind, subject, ...job }, 'a fault of tests');
    expect(await countJobs(db)).toMatchObject({ failed: 1 });
  });
  expect(await send(server, 'pull_request', 'one', pullOpened(7))).toBe(200);
  await inStore(place, async ({ db }) => expect(await countJobs(db)).toMatchObject({ failed: 0 }));
});

/** Takes a job that the worker has tried in vain. */
async function waitForPostponed(db: Database, key: string): Promise<Job> {
  for (;;) {
    const tried = await db.selectFrom('job').select('trouble').where('key', '=', key).executeTakeFirst();
    const job = tried?.trouble == null ? undefined : await takeJob(db, Number.MAX_SAFE_INTEGER);
    if (job?.key === key) return job;
    await setTimeout(20);
  }
}

test('the log tells what came, and neither bodies nor secrets', async () => {
  const place = join(directory, 'logged');
  const server = await start(place, { ...app, LOG_LEVEL: 'trace' });
  const body = 'words-of-a-stranger';
  await send(server, 'pull_request', 'one', { ...pullOpened(7), body });
  await send(server, 'push', 'two', { ref: body });
  await send(server, 'push', 'three', `{"${body}": `);
  await send(server, 'push', 'four', body);
  const wrong = { ...webhookHeaders('push', 'five', body), 'x-hub-signature-256': 'sha256=0' };
  await fetch(`${server.url}/api/github/webhooks`, { method: 'POST', body, headers: wrong });
  await inStore(place, ({ db }) => db.schema.dropTable('webhook').execute());
  expect(await send(server, 'pull_request', 'six', { ...pullOpened(7), body })).toBe(503);
  server.signal('SIGTERM');
  expect(await server.ended()).toBe(0);
  expect(server.output).toMatch(/the store does not take webhooks.*no such table: webhook/);
  expect(server.output).toMatch(/"deliveryId":"two","webhook":"push","strangeness":"installation is not as/);
  expect(server.output).toMatch(/"status":401/);
  expect(server.output).not.toContain(body);
  expect(server.output).not.toContain(webhookSecret);
  expect(server.output).not.toContain(privateKey.split('\n')[1]);
});

test('asked to end, a server takes nothing new, and brings the webhook that is on its way to its end', async () => {
  const place = join(directory, 'ended');
  const server = await start(place);
  const { hostname, port } = new URL(server.url);
  const body = JSON.stringify(pullOpened(7, 1_000));
  const headers = { ...webhookHeaders('pull_request', 'late', body), 'content-length': String(body.length) };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.write(`POST /api/github/webhooks HTTP/1.1\r\nHost: here\r\n${head.join('')}\r\n${body.slice(0, 500)}`);
  // The server has the first half when it has answered somebody behind it.
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  server.signal('SIGTERM');
  await server.waitFor(/"msg":"ending"/);
  await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
  socket.write(body.slice(500));
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toMatch(/^HTTP\/1\.1 200 OK\r\n.*connection: close\r\n/is);
  expect(await server.ended()).toBe(0);
  expect(await inStore(place, ({ db }) => knownWebhookIds(db, ['late']))).toEqual(new Set(['late']));
});

test('asked twice, it ends at once', async () => {
  const server = await start(join(directory, 'twice'));
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.write('POST /api/github/webhooks HTTP/1.1\r\nHost: here\r\ncontent-length: 5\r\n');
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  server.signal('SIGTERM');
  await server.waitFor(/"msg":"ending"/);
  server.signal('SIGTERM');
  expect(await server.ended()).toBe(143);
  socket.destroy();
});

test('with no App it lives and works, and says that it takes no webhooks', async () => {
  const server = await start(join(directory, 'alone'), {});
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  expect(await send(server, 'push', 'one', {})).toBe(503);
  expect(server.output).toMatch(/no App is named/);
});

test('what is wrong with the environment is told at once, in one line each', async () => {
  const { status, stderr } = runCli(['serve'], '', { APP_ID: 'seven', PORT: 'high' });
  expect(status).toBe(2);
  expect(stderr.split('\n')).toEqual([
    'faultline: PORT is not as it should be: give a number from 0 to 65535',
    'faultline: APP_ID is no number: give the number that GitHub shows on the page of the App',
    'faultline: WEBHOOK_SECRET is missing: give the secret that was set on the page of the App',
    'faultline: PRIVATE_KEY and PRIVATE_KEY_PATH are missing: give the private key that GitHub made, or its file',
    '',
  ]);
});

test('a port that is taken is told in one line', async () => {
  const server = await start(join(directory, 'first'));
  const port = new URL(server.url).port;
  const { status, stderr } = runCli(['serve', '--store', join(directory, 'second')], '', { PORT: port });
  expect(status).toBe(2);
  expect(stderr).toBe(
    `faultline: cannot listen, 127.0.0.1:${port}: choose another address with HOST and PORT, or end the server that listens there\n`,
  );
});
