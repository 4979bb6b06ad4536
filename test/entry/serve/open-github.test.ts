import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type GitHubConnection, type Logger, openGitHub, openLog } from '../../../src/entry/serve/open-github.js';
import { readEnvironment } from '../../../src/entry/serve/read-environment.js';
import { makePrivateKey } from '../../support/webhooks.js';

let server: Server;
let github: GitHubConnection;
let asked: string[] = [];
let logged: string[] = [];
const answers = new Map<string, readonly [number, object]>();

beforeAll(async () => {
  server = createServer((request, response) => {
    const [scheme = '', token = ''] = (request.headers.authorization ?? '').split(' ');
    // An App shows what it has signed, in three parts; an installation its token.
    const who = token.split('.').length === 3 ? 'App' : `${scheme} ${token}`;
    const what = `${request.method} ${request.url}`;
    asked.push(`${what} as ${who}`);
    const [status, body] = answers.get(what) ?? [404, { message: 'Not Found' }];
    request.resume();
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const environment = readEnvironment({
    APP_ID: '7',
    PRIVATE_KEY: makePrivateKey(),
    WEBHOOK_SECRET: 'hush',
    GHE_HOST: `127.0.0.1:${port}`,
    GHE_PROTOCOL: 'http',
    LOG_LEVEL: 'fatal',
  });
  if (environment.secrets === undefined) throw new Error('an App was named');
  const log = await openLog(environment);
  const write = (...said: unknown[]) => void logged.push(JSON.stringify(said));
  const kept = { debug: write, info: write, warn: write, error: write, child: () => kept };
  github = await openGitHub(environment.secrets, environment.apiUrl, Object.assign(Object.create(log), kept) as Logger);
});
afterAll(() => new Promise(resolve => server.close(resolve)));
beforeEach(() => {
  asked = [];
  logged = [];
  answers.clear();
  answers.set('POST /api/v3/app/installations/40/access_tokens', [
    201,
    { token: 'ghs_forty', expires_at: '2099-01-01T00:00:00Z', permissions: {}, repository_selection: 'all' },
  ]);
});

test('an installation is asked with its own token, the App with its key', async () => {
  answers.set('GET /api/v3/repos/ada/larder', [200, { id: 11 }]);
  answers.set('GET /api/v3/app', [200, { slug: 'faultline' }]);
  answers.set('POST /api/graphql', [200, { data: { viewer: { login: 'faultline' } } }]);
  const client = await github.clientOf(40);
  expect(await client.request('GET /repos/{owner}/{repo}', { owner: 'ada', repo: 'larder' })).toMatchObject({
    status: 200,
    data: { id: 11 },
    headers: { 'content-type': 'application/json' },
  });
  expect(await client.graphql('query { viewer { login } }')).toEqual({ viewer: { login: 'faultline' } });
  const app = await github.appClient();
  expect((await app.request('GET /app')).data).toEqual({ slug: 'faultline' });
  expect(asked).toEqual([
    'POST /api/v3/app/installations/40/access_tokens as App',
    'GET /api/v3/repos/ada/larder as token ghs_forty',
    'POST /api/graphql as token ghs_forty',
    'GET /api/v3/app as App',
  ]);
  expect(await github.clientOf(40)).toBe(client);
});

test.each([502, 500, 429, 403])('nothing that was answered %i is tried again', async status => {
  answers.set('POST /api/v3/repos/ada/larder/issues', [
    status,
    { message: 'You have exceeded a secondary rate limit' },
  ]);
  const client = await github.clientOf(40);
  const posted = client.request('POST /repos/{owner}/{repo}/issues', { owner: 'ada', repo: 'larder', title: 'x' });
  await expect(posted).rejects.toMatchObject({ status });
  expect(asked.filter(line => line.includes('/issues'))).toHaveLength(1);
});

test('what is asked is logged, and neither what is posted nor a token', async () => {
  answers.set('POST /api/v3/repos/ada/larder/issues', [201, { number: 1, body: 'words of a stranger' }]);
  const client = await github.clientOf(40);
  await client.request('POST /repos/{owner}/{repo}/issues', {
    owner: 'ada',
    repo: 'larder',
    title: 'words of a stranger',
  });
  expect(logged.join('\n')).toMatch(/GitHub request: POST http:\S+\/repos\/ada\/larder\/issues - 201/);
  expect(logged.join('\n')).not.toMatch(/stranger|ghs_forty/);
});
