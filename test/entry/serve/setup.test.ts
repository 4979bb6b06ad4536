import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest, type Server } from 'node:http';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { addEnvironmentFile, readEnvironment } from '../../../src/entry/serve/read-environment.js';
import { cliPath, runCli } from '../../support/run-cli.js';
import { makeTemporaryDirectory } from '../../support/temporary.js';
import { makePrivateKey } from '../../support/webhooks.js';

const directory = makeTemporaryDirectory();
const pem = makePrivateKey();

/** GitHub's two pages: the form for new Apps, which sends the browser back with a code, and the exchange of that code. */
let gitHub: Server;
let host = '';
const registered: { readonly path: string; readonly manifest: Record<string, unknown> }[] = [];
const codes = new Set<string>();
let webhookSecret: string | undefined = 'f00d';

beforeAll(async () => {
  gitHub = createServer(async (asked, response) => {
    const url = new URL(asked.url ?? '/', 'http://here');
    const [, code] = /^\/api\/v3\/app-manifests\/([^/]+)\/conversions$/.exec(url.pathname) ?? [];
    if (asked.method === 'POST' && code !== undefined) {
      const isKnown = codes.delete(code);
      const app = { id: 77, name: 'faultline', html_url: 'https://example.com/apps/faultline', pem };
      const body = isKnown ? { ...app, webhook_secret: webhookSecret } : { message: 'Not Found' };
      response.writeHead(isKnown ? 201 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      return;
    }
    const manifest = JSON.parse(new URLSearchParams(await text(asked)).get('manifest') ?? '{}');
    registered.push({ path: url.pathname, manifest });
    const given = `code${registered.length}`;
    codes.add(given);
    const location = `${manifest.redirect_url}?code=${given}&state=${url.searchParams.get('state')}`;
    response.writeHead(302, { location }).end();
  });
  gitHub.listen(0, '127.0.0.1');
  await once(gitHub, 'listening');
  const address = gitHub.address();
  host = `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
});
afterAll(() => new Promise(resolve => gitHub.close(resolve)));

const running: ChildProcessByStdio<null, Readable, Readable>[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  webhookSecret = 'f00d';
});

async function startSetup(output: string, ...words: readonly string[]) {
  const all = ['setup', '--webhook-url', 'https://faultline.example.com', '--output', output, ...words];
  const env: NodeJS.ProcessEnv = { PATH: process.env.PATH, GHE_HOST: host, GHE_PROTOCOL: 'http' };
  const child = spawn(process.execPath, [cliPath, ...all], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  running.push(child);
  const stderr = text(child.stderr);
  const ended = once(child, 'close');
  let printed = '';
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk;
      const found = /open (http:\S+) /.exec(printed)?.[1];
      if (found !== undefined) resolve(found);
    });
    ended.then(async () => reject(new Error(await stderr)));
  });
  return {
    url,
    child,
    ended: async () => ({ status: (await ended)[0] as number | null, printed, stderr: await stderr }),
  };
}

/** The form of the first page, as a browser would send it. */
async function readForm(url: string): Promise<{ readonly action: string; readonly manifest: string }> {
  const html = await (await fetch(url)).text();
  const plain = (value = ''): string => value.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
  return {
    action: plain(/<form action="([^"]*)"/.exec(html)?.[1]),
    manifest: plain(/name="manifest" value="([^"]*)"/.exec(html)?.[1]),
  };
}

/** Where GitHub sends the browser. */
async function register(url: string): Promise<string> {
  const { action, manifest } = await readForm(url);
  const response = await fetch(action, { method: 'POST', body: new URLSearchParams({ manifest }), redirect: 'manual' });
  return response.headers.get('location') ?? '';
}

test('an App is registered from app.yml, and its credentials are in a file that nobody else reads', async () => {
  const output = join(directory, 'app.env');
  const setup = await startSetup(output, '--name', 'faultline-of-ada', '--homepage', 'https://example.com/ada');
  const back = await register(setup.url);
  expect(registered.at(-1)).toMatchObject({
    path: '/settings/apps/new',
    manifest: {
      name: 'faultline-of-ada',
      url: 'https://example.com/ada',
      hook_attributes: { url: 'https://faultline.example.com/api/github/webhooks', active: true },
      redirect_url: `${setup.url}callback`,
      public: false,
      default_permissions: {
        checks: 'write',
        contents: 'read',
        issues: 'write',
        pull_requests: 'write',
        metadata: 'read',
      },
    },
  });
  const last = await fetch(back);
  expect(last.status).toBe(200);
  const html = await last.text();
  expect(html).toContain(`faultline serve --env-file ${output}`);
  expect(html).not.toContain(pem.split('\n')[1]);
  expect(await setup.ended()).toMatchObject({ status: 0, stderr: '' });

  expect(statSync(output).mode & 0o777).toBe(0o600);
  const environment = readEnvironment(addEnvironmentFile({}, output));
  expect(environment).toMatchObject({
    secrets: { appId: 77, webhookSecret: 'f00d' },
    apiUrl: `http://${host}/api/v3`,
  });
  expect(environment.secrets).toEqual(
    readEnvironment({ APP_ID: '77', WEBHOOK_SECRET: 'f00d', PRIVATE_KEY: pem }).secrets,
  );
});

test('an organization registers an App of its own, by an address of its own', async () => {
  const setup = await startSetup(join(directory, 'organization.env'), '--organization', 'larder-makers');
  await register(setup.url);
  expect(registered.at(-1)?.path).toBe('/organizations/larder-makers/settings/apps/new');
  setup.child.kill('SIGTERM');
  expect(await setup.ended()).toMatchObject({ status: 2 });
  expect(readdirSync(directory).filter(name => name.includes('organization'))).toEqual([]);
});

describe('a page', () => {
  async function statusOf(url: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') {
    const sent = httpRequest(url, { headers, method }).end();
    const [response] = await once(sent, 'response');
    response.resume();
    return response.statusCode as number;
  }

  test('is for this machine and for whoever began on it', async () => {
    const output = join(directory, 'strict.env');
    const setup = await startSetup(output);
    const { port } = new URL(setup.url);
    expect(await statusOf(setup.url, { host: 'faultline.example.com' })).toBe(421);
    expect(await statusOf(setup.url, { host: `localhost:${port}` })).toBe(421);
    expect(await statusOf(setup.url, {}, 'POST')).toBe(405);
    expect(await statusOf(`${setup.url}other`)).toBe(404);

    const back = new URL(await register(setup.url));
    const state = back.searchParams.get('state') ?? '';
    expect(state).toMatch(/^[0-9a-f]{64}$/);
    const callback = (parameters: Record<string, string>) =>
      statusOf(`${setup.url}callback?${new URLSearchParams(parameters)}`);
    const code = back.searchParams.get('code') ?? '';
    expect(await callback({ code })).toBe(403);
    expect(await callback({ code, state: 'f'.repeat(64) })).toBe(403);
    expect(await callback({ code: '../../repos', state })).toBe(400);
    expect(await callback({ code: 'unknown', state })).toBe(502);
    expect(existsSync(output)).toBe(false);
    // Nothing of that has ended it.
    expect(await callback({ code, state })).toBe(200);
    expect(await setup.ended()).toMatchObject({ status: 0 });
  });

  test('loads nothing, runs nothing, and sends its form to GitHub alone', async () => {
    const setup = await startSetup(join(directory, 'policy.env'));
    const response = await fetch(setup.url);
    const policy = response.headers.get('content-security-policy');
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self' http:\/\/127\.0\.0\.1:\d+; /,
    );
    expect(policy).toContain(`form-action 'self' http://${host};`);
    expect(await response.text()).not.toMatch(/<script|<link|<img|url\(/);
  });
});

test('a file that is there is replaced only when that is asked for', async () => {
  const output = join(directory, 'there.env');
  writeFileSync(output, 'APP_ID=1\n');
  const words = ['setup', '--webhook-url', 'https://faultline.example.com', '--output', output];
  const { status, stderr } = runCli(words);
  expect(status).toBe(2);
  expect(stderr).toBe(
    `faultline: there are credentials already, ${output}: give another --output, or --force to replace them\n`,
  );
  const setup = await startSetup(output, '--force');
  expect(readFileSync(output, 'utf8')).toBe('APP_ID=1\n');
  await (await fetch(await register(setup.url))).text();
  expect(await setup.ended()).toMatchObject({ status: 0 });
  expect(readFileSync(output, 'utf8')).toMatch(/^APP_ID=77$/m);
});

test('one that came there in the meantime stays, and the credentials are not lost', async () => {
  const output = join(directory, 'meantime.env');
  const setup = await startSetup(output);
  const back = await register(setup.url);
  writeFileSync(output, 'APP_ID=1\n');
  expect((await fetch(back)).status).toBe(502);
  const { status, stderr } = await setup.ended();
  expect(status).toBe(2);
  const [, draft = ''] = /they are in (\S+): move them yourself/.exec(stderr) ?? [];
  expect(readFileSync(output, 'utf8')).toBe('APP_ID=1\n');
  expect(readFileSync(draft, 'utf8')).toMatch(/^APP_ID=77$/m);
  expect(statSync(draft).mode & 0o777).toBe(0o600);
});

test('an answer of GitHub that lacks something says what, and nothing else of it', async () => {
  webhookSecret = undefined;
  const setup = await startSetup(join(directory, 'lacking.env'));
  const response = await fetch(await register(setup.url));
  expect(response.status).toBe(502);
  const html = await response.text();
  expect(html).toContain('its answer lacks webhook_secret');
  expect(html).not.toContain('BEGIN');
});

test('what is asked for wrongly is told in one line', () => {
  const told = (...words: readonly string[]) => runCli(['setup', ...words]).stderr;
  const output = ['--output', join(directory, 'wrong.env')];
  expect(told(...output)).toMatch(/^faultline: wrong usage, required option '--webhook-url <url>' not specified: see /);
  expect(told('--webhook-url', 'faultline.example.com', ...output)).toBe(
    'faultline: no address, faultline.example.com: give --webhook-url as https://…\n',
  );
  expect(told('--webhook-url', 'https://x.example.com', '--name', 'n'.repeat(35), ...output)).toMatch(
    /^faultline: the name is too long, /,
  );
  expect(told('--webhook-url', 'https://x.example.com', '--output', '/none/x.env')).toMatch(
    /^faultline: the credentials cannot be written, \/none\/x\.env: /,
  );
  expect(readdirSync(directory).filter(name => name.includes('wrong'))).toEqual([]);
});
