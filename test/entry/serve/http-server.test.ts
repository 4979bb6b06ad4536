import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { WebhookRefusal } from '../../../src/app/github/take-webhooks.js';
import { HttpServer } from '../../../src/entry/serve/http-server.js';
import { openGitHub, openLog, type TakeWebhook } from '../../../src/entry/serve/open-github.js';
import { BodyBudget } from '../../../src/entry/serve/read-body.js';
import { readEnvironment } from '../../../src/entry/serve/read-environment.js';
import { WebhookEndpoint } from '../../../src/entry/serve/webhook-endpoint.js';
import { makePrivateKey, pullOpened, webhookHeaders, webhookSecret } from '../../support/webhooks.js';

const path = '/api/github/webhooks';
const bytesMax = 20_000;
const times = { headMs: 300, requestMs: 600, idleMs: 5_000, checkMs: 50, endMs: 5_000 };

let server: HttpServer;
let taken: (readonly [string, string, unknown])[] = [];
let take: TakeWebhook = async () => undefined;
let trouble: string | undefined;

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

beforeAll(async () => {
  const log = await openLog({ ...readEnvironment({}), logLevel: 'fatal' });
  const secrets = { appId: 1, privateKey: makePrivateKey(), webhookSecret };
  const github = await openGitHub(secrets, 'http://127.0.0.1:9', log);
  const middleware = await github.makeMiddleware(path, async (...webhook) => {
    await take(...webhook);
    taken.push(webhook);
  });
  const endpoint = new WebhookEndpoint({
    secret: webhookSecret,
    middleware,
    bytesMax,
    budget: new BodyBudget(bytesMax * 1.5),
  });
  server = await HttpServer.open({
    host: '127.0.0.1',
    port: 0,
    webhookPath: path,
    endpoint,
    findTrouble: async () => trouble,
    log: quiet,
    times,
  });
});
afterAll(() => server.close());
afterEach(() => {
  taken = [];
  take = async () => undefined;
  trouble = undefined;
});

async function post(body: string | Uint8Array, headers: Readonly<Record<string, string>>) {
  const response = await fetch(server.url + path, { method: 'POST', body, headers });
  return { status: response.status, text: await response.text() };
}

function send(event: string, id: string, payload: unknown) {
  const body = JSON.stringify(payload);
  return post(body, webhookHeaders(event, id, body));
}

/** A connection on which is written what no client would. */
async function open(): Promise<Socket> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  return socket;
}

function headOf(headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST ${path} HTTP/1.1\r\nHost: here\r\n${lines.join('')}\r\n`;
}

describe('a webhook', () => {
  test('that is signed is taken, whatever its event', async () => {
    expect(await send('pull_request', 'one', pullOpened(7))).toEqual({ status: 200, text: 'ok\n' });
    expect(await send('star', 'two', { action: 'created' })).toMatchObject({ status: 200 });
    expect(taken).toEqual([
      ['one', 'pull_request', pullOpened(7)],
      ['two', 'star', { action: 'created' }],
    ]);
  });

  test('with an odd installation is taken too: what it is worth, others say', async () => {
    for (const installation of [{ id: 'forty' }, { id: 0 }, 'forty', null, []])
      expect(await send('push', 'odd', { installation })).toMatchObject({ status: 200 });
    expect(taken).toHaveLength(5);
  });

  test('with a wrong signature is refused, and so is one with none', async () => {
    const body = JSON.stringify(pullOpened(7));
    const headers = webhookHeaders('pull_request', 'one', body);
    const { 'x-hub-signature-256': signature = '', ...unsigned } = headers;
    const wrong = [
      webhookHeaders('pull_request', 'one', `${body} `)['x-hub-signature-256'] ?? '',
      signature.slice(0, -1),
      'sha256=',
      signature.replace('sha256', 'sha1'),
    ];
    for (const each of wrong)
      expect(await post(body, { ...headers, 'x-hub-signature-256': each })).toEqual({
        status: 401,
        text: 'the signature is not that of the body and the secret of this App\n',
      });
    expect(await post(body, unsigned)).toEqual({
      status: 401,
      text: 'the webhook is not signed: X-Hub-Signature-256 is missing\n',
    });
    expect(taken).toEqual([]);
  });

  test('that is no JSON object is refused, signed or not', async () => {
    for (const body of ['{"action": ', '[1]', '7', 'null', '"text"', '']) {
      const { status } = await post(body, webhookHeaders('push', 'one', body));
      expect(status).toBe(400);
    }
    const latin = Buffer.from('{"a": "\xe9"}', 'latin1');
    expect(await post(latin, webhookHeaders('push', 'one', latin))).toMatchObject({ status: 400 });
    expect(taken).toEqual([]);
  });

  test('has a name, an id and a type', async () => {
    const headers = webhookHeaders('push', 'one', '{}');
    expect(await post('{}', { ...headers, 'content-type': 'application/x-www-form-urlencoded' })).toMatchObject({
      status: 415,
    });
    for (const name of ['__proto__', 'Push', 'pu sh', '']) {
      expect(await post('{}', { ...headers, 'x-github-event': name })).toMatchObject({ status: 400 });
    }
    expect(await post('{}', { ...headers, 'x-github-delivery': 'one, two' })).toMatchObject({ status: 400 });
    expect(taken).toEqual([]);
  });

  test('that could not be stored is answered so', async () => {
    take = async () => {
      throw new WebhookRefusal('the store does not take webhooks');
    };
    expect(await send('push', 'one', {})).toMatchObject({ status: 503 });
    take = async () => {
      throw new Error('an unforeseen fault');
    };
    expect(await send('push', 'one', {})).toMatchObject({ status: 500 });
  });
});

describe('a body that is too long', () => {
  const tooLong = /^HTTP\/1\.1 413 .*\r\n\r\nthe body is longer than 20000 bytes, which no webhook is\n/s;

  test('is refused before a byte of it is read, where its length is told', async () => {
    const socket = await open();
    socket.write(headOf({ ...webhookHeaders('push', 'one', ''), 'content-length': '20001' }));
    expect(await nextOf(socket)).toMatch(tooLong);
    socket.destroy();
  });

  test('is refused without being asked for, where the client asks first', async () => {
    const headers = { ...webhookHeaders('push', 'one', '{}'), expect: '100-continue' };
    const refused = await open();
    refused.write(headOf({ ...headers, 'content-length': '20001' }));
    expect(await nextOf(refused)).toMatch(tooLong);
    refused.destroy();

    const asked = await open();
    asked.write(headOf({ ...headers, 'content-length': '2' }));
    expect(await nextOf(asked)).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    asked.write('{}');
    expect(await nextOf(asked)).toMatch(/^HTTP\/1\.1 200 OK/);
    asked.destroy();
    expect(taken).toHaveLength(1);
  });

  test('is refused when it goes on for too long', async () => {
    const socket = await open();
    socket.write(headOf({ ...webhookHeaders('push', 'one', ''), 'transfer-encoding': 'chunked' }));
    const chunk = `1000\r\n${'x'.repeat(0x1000)}\r\n`;
    // It is never ended, and the connection is cut in the end.
    for (let sent = 0; sent < 10; sent += 1) socket.write(chunk);
    expect(await text(socket)).toMatch(tooLong);
  });

  test('is told so also to a client that sends all of it before it listens', async () => {
    const body = 'x'.repeat(1_000_000);
    expect(await post(body, webhookHeaders('push', 'one', body))).toMatchObject({ status: 413 });
  });
});

test('bodies that come at a time have room together for so many bytes, and whoever is done gives back', async () => {
  const first = await open();
  const body = JSON.stringify({ padding: 'x'.repeat(15_000) });
  first.write(headOf({ ...webhookHeaders('push', 'one', body), 'content-length': String(body.length) }));
  first.write(body.slice(0, -1));
  // It is read when the server has answered somebody else behind it.
  await fetch(`${server.url}/healthz`);
  const second = await post(body.padEnd(19_000), webhookHeaders('push', 'two', body.padEnd(19_000)));
  expect(second).toEqual({ status: 503, text: 'too much is sent at a time; try again later\n' });
  first.write(body.slice(-1));
  await once(first, 'data');
  first.destroy();
  expect(await post(body, webhookHeaders('push', 'three', body))).toMatchObject({ status: 200 });
  expect(taken.map(([id]) => id)).toEqual(['one', 'three']);
});

test('a client that sends its head or its body too slowly is sent away', async () => {
  const [head, body] = [await open(), await open()];
  head.write(`POST ${path} HTTP/1.1\r\nHost: here\r\n`);
  body.write(headOf({ ...webhookHeaders('push', 'one', ''), 'content-length': '100' }));
  body.write('{');
  for (const socket of [head, body]) expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 /);
  expect(taken).toEqual([]);
});

test('a client that goes away in the middle disturbs nobody', async () => {
  const socket = await open();
  socket.write(headOf({ ...webhookHeaders('push', 'one', ''), 'content-length': '100' }));
  socket.write('{');
  await fetch(`${server.url}/healthz`);
  socket.destroy();
  expect(await send('push', 'two', {})).toMatchObject({ status: 200 });
});

test('the process lives, and works or says why not', async () => {
  const get = async (where: string) => {
    const response = await fetch(server.url + where);
    return `${response.status} ${await response.text()}`;
  };
  expect(await get('/healthz')).toBe('200 ok\n');
  expect(await get('/readyz')).toBe('200 ok\n');
  trouble = 'the store does not answer';
  expect(await get('/healthz')).toBe('200 ok\n');
  expect(await get('/readyz?verbose')).toBe('503 the store does not answer\n');
});

test('nothing else is there', async () => {
  const status = async (where: string, method: string) => (await fetch(server.url + where, { method })).status;
  expect(await status('/', 'GET')).toBe(404);
  expect(await status('/probot', 'GET')).toBe(404);
  expect(await status('/healthz', 'DELETE')).toBe(405);
  expect(await status(path, 'GET')).toBe(405);
});

/** What comes next on a connection. */
async function nextOf(socket: Socket): Promise<string> {
  const [answer] = await once(socket, 'data');
  return String(answer);
}
