import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createProbot } from 'probot';
import { FakeClient } from '../support/github/fake-client.js';
import { FakeGitHub } from '../support/github/fake-github.js';
import type { FakeRepository } from '../support/github/fake-repository.js';

const at = '/repos/example/linux';
const heading = Array.from({ length: 30 }, (_, index) => `line ${index + 1}`);
const file = `${heading.join('\n')}\n`;
const fork = { head: 'topic', title: 'mm: say it louder' };

let fake: FakeGitHub;
let client: FakeClient;
let repository: FakeRepository;

beforeAll(async () => {
  fake = new FakeGitHub();
  await fake.start();
  client = new FakeClient(fake);
});
afterAll(() => fake.close());
beforeEach(async () => {
  // Each test has a repository of its own under the same name.
  repository?.rename(`old-${repository.id}`);
  fake.world.formerNames.clear();
  repository = await fake.addRepository({ owner: 'example', name: 'linux', files: { 'mm/page.c': file } });
});
afterEach(() => {
  expect(fake.violations).toEqual([]);
  fake.clearFailures();
  fake.onRequest(undefined);
});

test('octokit, as probot makes it, is understood at both addresses', async () => {
  const { APP_ID = '', PRIVATE_KEY = '' } = fake.environment();
  for (const baseUrl of [fake.url, `${fake.url}/api/v3`]) {
    const probot = createProbot({
      overrides: { appId: APP_ID, privateKey: PRIVATE_KEY, secret: 's', baseUrl, logLevel: 'fatal' },
    });
    const octokit = await probot.auth(fake.addInstallation('example').id);
    const ref = await octokit.request('GET /repos/{owner}/{repo}/git/ref/{ref}', {
      owner: 'example',
      repo: 'linux',
      ref: 'heads/master',
    });
    expect(ref.data.object.sha).toBe(repository.tip());
    const content = {
      owner: 'example',
      repo: 'linux',
      path: 'mm/page.c',
      headers: { accept: 'application/vnd.github.raw+json' },
    };
    expect((await octokit.request('GET /repos/{owner}/{repo}/contents/{path}', content)).data).toBe(file);
    const query =
      'query ($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { nameWithOwner } }';
    const told = await octokit.graphql(query, { owner: 'example', name: 'linux' });
    expect(told).toEqual({ repository: { nameWithOwner: 'example/linux' } });
  }
});

test('only good tokens are taken', async () => {
  expect((await client.send('GET /app', undefined, {})).status).toBe(401);
  expect((await client.send('GET /app', undefined, { authorization: `Bearer ${client.jwt()}x` })).status).toBe(401);
  expect((await client.asApp('GET /app')).status).toBe(200);
  expect((await client.send(`GET ${at}`, undefined, { authorization: 'token ghs_unknown' })).status).toBe(401);
  expect((await client.asApp('POST /app/installations/1/access_tokens')).status).toBe(404);
  expect((await client.ask(`GET ${at}`)).status).toBe(200);
  fake.revokeTokens();
  expect((await client.ask(`GET ${at}`)).status).toBe(401);
  client.forgetToken();
  expect((await client.ask(`GET ${at}`)).status).toBe(200);
});

test('a tree is read: contents, blobs, refs, branches, commits', async () => {
  await repository.commitFiles(
    'topic',
    { 'mm/page.c': file.replace('line 3\n', 'LINE 3\n'), 'logo.png': Buffer.from([0, 1, 2]) },
    'mm: louder',
  );
  const content = await client.ask(`GET ${at}/contents/logo.png?ref=topic`);
  expect(content.data).toMatchObject({ type: 'file', content: 'AAEC', size: 3 });
  expect((await client.ask(`GET ${at}/contents/mm`)).data).toMatchObject([{ name: 'page.c', type: 'file' }]);
  expect((await client.ask(`GET ${at}/contents/nowhere`)).status).toBe(404);
  const { sha } = content.data as { sha: string };
  expect((await client.ask(`GET ${at}/git/blobs/${sha}`)).data).toMatchObject({ content: 'AAEC', encoding: 'base64' });
  expect((await client.ask(`GET ${at}/git/ref/heads/topic`)).data).toMatchObject({
    object: { sha: repository.tip('topic') },
  });
  expect((await client.ask(`GET ${at}/git/ref/heads/top`)).status).toBe(404);
  expect((await client.ask(`GET ${at}/git/matching-refs/heads/to`)).data).toMatchObject([{ ref: 'refs/heads/topic' }]);
  expect((await client.ask(`GET ${at}/branches`)).data).toMatchObject([{ name: 'master' }, { name: 'topic' }]);
  expect((await client.ask(`GET ${at}/commits?sha=topic`)).data).toHaveLength(2);
  const diff = await client.ask(`GET ${at}/commits/topic`, undefined, { accept: 'application/vnd.github.diff' });
  expect(diff.data).toMatch(
    /^diff --git a\/logo\.png b\/logo\.png\nnew file mode 100644\nindex 0000000\.\.[0-9a-f]{7}\nBinary files/,
  );
  expect(diff.data).toMatch(
    /^index [0-9a-f]{7}\.\.[0-9a-f]{7} 100644\n--- a\/mm\/page\.c\n\+\+\+ b\/mm\/page\.c\n@@ -1,6 \+1,6 @@$/m,
  );
  expect((await client.ask(`GET ${at}/compare/master...topic`)).data).toMatchObject({
    status: 'ahead',
    total_commits: 1,
  });
});

test('a query gets blobs as GitHub gives them: binary without text, long ones cut', async () => {
  await repository.commitFiles(
    'topic',
    { bin: Buffer.from([0, 1]), latin: Buffer.from([0x66, 0xfc, 0x0a]), long: 'x'.repeat(600_000) },
    'files',
  );
  const blob = '... on Blob { oid byteSize isBinary isTruncated text }';
  const of = (path: string) => `object(expression: "topic:${path}") { ${blob} }`;
  const query = `{ repository(owner: "example", name: "linux") { bin: ${of('bin')} latin: ${of('latin')} long: ${of('long')} none: ${of('none')} } }`;
  const answer = await client.ask('POST /graphql', { query });
  expect(answer.data).toMatchObject({
    data: {
      repository: {
        bin: { isBinary: true, text: null, byteSize: 2 },
        latin: { isBinary: false, text: 'fü\n', byteSize: 3 },
        long: { isTruncated: true, text: 'x'.repeat(512_000), byteSize: 600_000 },
        none: null,
      },
    },
  });
  const strange = await client.ask('POST /graphql', { query: '{ repository(owner: "example", name: "none") { id } }' });
  expect(strange.data).toMatchObject({ data: { repository: null }, errors: [{ type: 'NOT_FOUND' }] });
});

test('lists come in pages, and a pull request tells no more than 250 commits', async () => {
  const commits = Array.from({ length: 7 }, (_, index) => ({
    files: { [`f${index}`]: 'x\n' },
    message: `commit ${index}`,
  }));
  await repository.pushCommits('topic', commits);
  const number = await repository.openPullRequest(fork);
  fake.limits.pullCommitsMax = 5;
  const first = await client.ask(`GET ${at}/pulls/${number}/commits?per_page=3`);
  expect(first.data).toHaveLength(3);
  const [, next = ''] = /<([^>]*)>; rel="next"/.exec(first.headers.get('link') ?? '') ?? [];
  const second = await client.ask(`GET ${next}`);
  expect(second.data).toMatchObject([{ commit: { message: 'commit 3' } }, { commit: { message: 'commit 4' } }]);
  expect(second.headers.get('link')).not.toContain('rel="next"');
  expect((await client.ask(`GET ${at}/pulls/${number}`)).data).toMatchObject({
    commits: 7,
    changed_files: 7,
    additions: 7,
  });
  fake.limits.pullCommitsMax = 250;
});

test('a file that is binary or too large has no patch, and too large a diff is refused', async () => {
  await repository.commitFiles(
    'topic',
    { bin: Buffer.from([0, 1]), 'mm/page.c': file.replaceAll('line', 'LINE') },
    'files',
  );
  const number = await repository.openPullRequest(fork);
  const patches = async () =>
    ((await client.ask(`GET ${at}/pulls/${number}/files`)).data as { patch?: string }[]).map(each => each.patch);
  expect(await patches()).toEqual([undefined, expect.stringMatching(/^@@ -1,30 \+1,30 @@/)]);
  fake.limits.patchLinesMax = 10;
  expect(await patches()).toEqual([undefined, undefined]);
  fake.limits.patchLinesMax = 20_000;
  fake.limits.diffFilesMax = 1;
  expect(
    (await client.ask(`GET ${at}/pulls/${number}`, undefined, { accept: 'application/vnd.github.diff' })).status,
  ).toBe(406);
  fake.limits.diffFilesMax = 300;
});

test('one line outside of the diff refuses the whole review; a file takes a comment of its own', async () => {
  const sha = await repository.commitFiles(
    'topic',
    { 'mm/page.c': file.replace('line 3\n', 'LINE 3\n') },
    'mm: louder',
  );
  const number = await repository.openPullRequest(fork);
  const comment = (line: number, more = {}) => ({
    path: 'mm/page.c',
    side: 'RIGHT',
    line,
    body: `on ${line}`,
    ...more,
  });
  const review = (comments: readonly object[]) => ({ event: 'COMMENT', body: 'seen', commit_id: sha, comments });
  const refused = await client.ask(`POST ${at}/pulls/${number}/reviews`, review([comment(3), comment(20)]));
  expect(refused.data).toMatchObject({ message: 'Unprocessable Entity', errors: ['Line could not be resolved'] });
  expect(repository.reviewComments(number)).toEqual([]);

  const made = await client.ask(
    `POST ${at}/pulls/${number}/reviews`,
    review([comment(3), comment(4, { start_line: 2, start_side: 'RIGHT' })]),
  );
  expect(made.status).toBe(200);
  const { id } = made.data as { id: number };
  const told = await client.ask(`GET ${at}/pulls/${number}/comments`);
  expect(told.data).toMatchObject([
    { line: 3, position: 4, pull_request_review_id: id },
    { line: 4, start_line: 2 },
  ]);
  expect((await client.ask(`GET ${at}/pulls/${number}/reviews/${id}/comments`)).data).toHaveLength(2);

  const path = `${at}/pulls/${number}/comments`;
  expect((await client.ask(`POST ${path}`, { commit_id: sha, ...comment(20) })).status).toBe(422);
  const onFile = { commit_id: sha, path: 'mm/page.c', subject_type: 'file', body: 'on all of it' };
  expect((await client.ask(`POST ${path}`, onFile)).data).toMatchObject({ subject_type: 'file', line: 1 });
  expect((await client.ask(`POST ${path}`, { ...onFile, path: 'README' })).status).toBe(422);
});

test('a check run takes fifty annotations at once, and keeps those of before', async () => {
  const annotation = { path: 'mm/page.c', start_line: 1, end_line: 1, annotation_level: 'warning', message: 'm' };
  const output = (count: number) => ({
    title: 't',
    summary: 's',
    annotations: Array.from({ length: count }, () => annotation),
  });
  const order = { name: 'faultline', head_sha: repository.tip(), conclusion: 'neutral', external_id: 'key' };
  expect((await client.ask(`POST ${at}/check-runs`, { ...order, output: output(51) })).status).toBe(422);
  expect((await client.ask(`POST ${at}/check-runs`, { ...order, head_sha: '1'.repeat(40) })).status).toBe(422);
  const made = await client.ask(`POST ${at}/check-runs`, { ...order, output: output(50) });
  const { id } = made.data as { id: number };
  const changed = await client.ask(`PATCH ${at}/check-runs/${id}`, { output: output(3) });
  expect(changed.data).toMatchObject({ status: 'completed', output: { annotations_count: 53 } });
  expect((await client.ask(`GET ${at}/check-runs/${id}/annotations?per_page=100`)).data).toHaveLength(53);
  await client.ask(`POST ${at}/check-runs`, { ...order, conclusion: 'success' });
  const list = async (query: string) => (await client.ask(`GET ${at}/commits/master/check-runs${query}`)).data;
  expect(await list('')).toMatchObject({ total_count: 1, check_runs: [{ conclusion: 'success' }] });
  expect(await list('?filter=all')).toMatchObject({ total_count: 2 });
  const long = { ...order, output: { title: 't', summary: 'ü'.repeat(33_000) } };
  expect((await client.ask(`POST ${at}/check-runs`, long)).status).toBe(422);
});

test('issues, comments, labels and reactions', async () => {
  const made = await client.ask(`POST ${at}/issues`, { title: 'lost', body: 'b', labels: ['rule'] });
  const { number } = made.data as { number: number };
  repository.openIssue({ title: 'by a person' });
  const mine = await client.ask(`GET ${at}/issues?creator=faultline[bot]&labels=rule&state=all`);
  expect(mine.data).toMatchObject([{ number, user: { login: 'faultline[bot]', type: 'Bot' } }]);
  const closed = await client.ask(`PATCH ${at}/issues/${number}`, { state: 'closed', state_reason: 'not_planned' });
  expect(closed.data).toMatchObject({ state: 'closed', state_reason: 'not_planned' });
  const comment = (await client.ask(`POST ${at}/issues/${number}/comments`, { body: 'news' })).data as { id: number };
  const reaction = `POST ${at}/issues/comments/${comment.id}/reactions`;
  expect((await client.ask(reaction, { content: '+1' })).status).toBe(201);
  expect((await client.ask(reaction, { content: '+1' })).status).toBe(200);
  expect((await client.ask(`POST ${at}/labels`, { name: 'rule', color: 'ff0000' })).status).toBe(422);
  expect((await client.ask(`POST ${at}/issues`, { title: 't', body: 'x'.repeat(65_537) })).status).toBe(422);
  const foreign = repository.addComment(number, 'mine', 'carol');
  expect((await client.ask(`PATCH ${at}/issues/comments/${foreign}`, { body: 'yours' })).status).toBe(403);
  repository.setHasIssues(false);
  expect((await client.ask(`POST ${at}/issues`, { title: 't' })).status).toBe(410);
});

test('who may do what is told, and held', async () => {
  repository.setCollaborator('bob', 'maintain');
  expect((await client.ask(`GET ${at}/collaborators/bob/permission`)).data).toMatchObject({
    permission: 'write',
    role_name: 'maintain',
  });
  expect((await client.ask(`GET ${at}/collaborators/nobody-at-all/permission`)).status).toBe(404);
  fake.removePermission('checks');
  const order = { name: 'faultline', head_sha: repository.tip() };
  expect((await client.ask(`POST ${at}/check-runs`, order)).status).toBe(403);
  fake.grantPermission('checks', 'write');
  client.forgetToken();
  expect((await client.ask(`POST ${at}/check-runs`, order)).status).toBe(201);
  repository.archive();
  expect((await client.ask(`POST ${at}/issues`, { title: 't' })).data).toMatchObject({
    message: expect.stringContaining('archived'),
  });
  fake.suspendInstallation('example');
  expect((await client.ask(`GET ${at}`)).status).toBe(403);
  fake.unsuspendInstallation('example');
  const strange = await fake.addRepository({
    owner: 'example',
    name: 'hidden',
    isPrivate: true,
    isStrange: true,
    files: { a: 'a' },
  });
  expect((await client.ask(`GET /repos/${strange.fullName}`)).status).toBe(404);
});

test('a repository with another name is found again', async () => {
  repository.rename('linux-next');
  const moved = await client.ask(`GET ${at}/pulls?state=all`);
  expect([moved.status, moved.headers.get('location')]).toEqual([
    301,
    `${fake.url}/repositories/${repository.id}/pulls?state=all`,
  ]);
  expect((await client.ask(`GET ${moved.headers.get('location')}`)).status).toBe(200);
  expect((await client.ask('GET /repositories/1')).status).toBe(404);
  expect((await client.ask(`POST ${at}/issues`, { title: 't' })).status).toBe(307);
});

test('a manifest is exchanged for credentials once', async () => {
  const form = new URLSearchParams({
    manifest: JSON.stringify({ name: 'mine', url: 'https://example.com/', redirect_url: 'http://127.0.0.1:1/done' }),
  });
  const page = await fetch(`${fake.url}/settings/apps/new?state=abc`, {
    method: 'POST',
    body: form,
    redirect: 'manual',
  });
  const to = new URL(page.headers.get('location') ?? '');
  expect(to.searchParams.get('state')).toBe('abc');
  const path = `POST /app-manifests/${to.searchParams.get('code')}/conversions`;
  expect((await client.send(path, undefined, {})).data).toMatchObject({ name: 'mine', pem: fake.app.privateKey });
  expect((await client.send(path, undefined, {})).status).toBe(404);
});
