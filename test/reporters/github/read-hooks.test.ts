import { describe, expect, test } from '@jest/globals';
import { readComment } from '../../../src/reporters/github/read-comment.js';
import { listHookDeliveries, readHookDelivery } from '../../../src/reporters/github/read-hook-deliveries.js';
import { answer, GitHubTable } from '../../support/github-table.js';

const linux = { owner: 'octo', name: 'linux' };
const start = Date.UTC(2031, 2, 4);

describe('the webhooks that GitHub sent', () => {
  /** Every minute one, the newest first, behind cursors. */
  function makeClient(count: number): GitHubTable {
    return new GitHubTable({
      'GET /app/hook/deliveries': ({ per_page: perPage, cursor = 'v1_0' }) => {
        const from = Number(`${cursor}`.slice(3));
        const to = Math.min(from + Number(perPage), count);
        const page = Array.from({ length: to - from }, (_, index) => ({
          id: count - from - index,
          guid: `guid-${count - from - index}`,
          event: index % 2 === 0 ? 'push' : 'pull_request',
          action: index % 2 === 0 ? null : 'opened',
          delivered_at: new Date(start - (from + index) * 60_000).toISOString(),
          status_code: 502,
          installation_id: index % 2 === 0 ? null : 77,
        }));
        const next = `<https://api.example.com/app/hook/deliveries?per_page=100&cursor=v1_${to}>; rel="next"`;
        return answer(page, to < count ? { link: next } : {});
      },
    });
  }

  test('are listed back to a time, page by page', async () => {
    const client = makeClient(1_000);
    const { deliveries, notRead } = await listHookDeliveries(client, start - 149 * 60_000);
    expect([deliveries.length, deliveries[0], deliveries[1], notRead]).toEqual([
      150,
      {
        id: 1_000,
        guid: 'guid-1000',
        event: 'push',
        deliveredAt: start,
      },
      {
        id: 999,
        guid: 'guid-999',
        event: 'pull_request',
        deliveredAt: start - 60_000,
      },
      undefined,
    ]);
    expect(client.requests).toHaveLength(2);
  });

  test('end where there are no more, and too many are told', async () => {
    expect(await listHookDeliveries(makeClient(230), 0)).toMatchObject({
      deliveries: { length: 230 },
      notRead: undefined,
    });
    const { deliveries, notRead } = await listHookDeliveries(makeClient(10_050), 0);
    expect([deliveries.length, notRead]).toEqual([
      10_000,
      'only the newest 10000 deliveries of webhooks were looked through',
    ]);
  });

  test('are read again one by one', async () => {
    const payload = { action: 'opened' };
    const client = new GitHubTable({
      'GET /app/hook/deliveries/{delivery_id}': () => ({
        guid: 'g',
        event: 'pull_request',
        request: { headers: {}, payload },
      }),
    });
    expect(await readHookDelivery(client, 5)).toEqual({ guid: 'g', event: 'pull_request', payload });
    expect(await readHookDelivery(new GitHubTable({}), 5)).toBeUndefined();
  });
});

describe('a comment', () => {
  const comment = {
    body: '/faultline help',
    user: { login: 'nora', type: 'User' },
    performed_via_github_app: null,
    created_at: '2031-03-04T00:00:00Z',
  };
  const routes = {
    issue: 'GET /repos/{owner}/{repo}/issues/comments/{comment_id}',
    pull: 'GET /repos/{owner}/{repo}/pulls/comments/{comment_id}',
  };

  test.each(['issue', 'pull'] as const)('on the talk or the code (%s) is read', async on => {
    const client = new GitHubTable({ [routes[on]]: () => comment });
    expect(await readComment(client, linux, { on, id: 5 })).toEqual({
      body: '/faultline help',
      authorLogin: 'nora',
      isBot: false,
      createdAt: start,
    });
  });

  test.each([
    [{ user: { login: 'faultline[bot]', type: 'Bot' } }, true, 'faultline[bot]'],
    [{ performed_via_github_app: { id: 1 } }, true, 'nora'],
    [{ user: null, body: null }, false, 'ghost'],
  ])('of a program is known as such, of a lost account as that', async (parts, isBot, authorLogin) => {
    const client = new GitHubTable({ [routes.issue]: () => ({ ...comment, ...parts }) });
    expect(await readComment(client, linux, { on: 'issue', id: 5 })).toMatchObject({ isBot, authorLogin });
  });

  test('that was deleted is undefined', async () => {
    expect(await readComment(new GitHubTable({}), linux, { on: 'pull', id: 5 })).toBeUndefined();
  });
});
