import { describe, expect, test } from '@jest/globals';
import { watchRate } from '../../../src/reporters/github/watch-rate.js';
import { answer, GitHubTable } from '../../support/github-table.js';

const reset = Date.UTC(2031, 2, 4, 5, 6, 7);

function headers(remaining: number, parts: Readonly<Record<string, string>> = {}) {
  return {
    'x-ratelimit-limit': '5000',
    'x-ratelimit-remaining': `${remaining}`,
    'x-ratelimit-reset': `${reset / 1_000}`,
    ...parts,
  };
}

describe('a client that reads', () => {
  test('stops before the requests of the hour are used up, and goes on when there are new ones', async () => {
    let now = reset - 60_000;
    const client: GitHubTable = new GitHubTable({
      'GET /meta': () => answer({}, headers(302 - client.requests.length)),
    });
    const watched = watchRate(client, () => now);
    await watched.request('GET /meta');
    await watched.request('GET /meta');
    await expect(watched.request('GET /meta')).rejects.toMatchObject({ kind: 'rate-limited', retryAt: reset });
    expect(client.requests).toHaveLength(2);
    now = reset;
    await watched.request('GET /meta');
    expect(client.requests).toHaveLength(3);
  });

  test('counts the points of GraphQL by themselves', async () => {
    const rateLimit = { limit: 5_000, cost: 1, remaining: 10, resetAt: '2031-03-04T05:06:07Z' };
    const client = new GitHubTable({ 'GET /meta': () => answer({}, headers(4_000)) }, () => ({ rateLimit }));
    const watched = watchRate(client, () => reset - 1);
    await watched.graphql('query { rateLimit { remaining } }', {});
    await expect(watched.graphql('query { rateLimit { remaining } }', {})).rejects.toMatchObject({ retryAt: reset });
    await watched.request('GET /meta');
    expect([client.queries.length, client.requests.length]).toEqual([1, 1]);
  });

  test('asks on where the server has no limits, or tells of another one', async () => {
    const answers = [{}, headers(0, { 'x-ratelimit-resource': 'search' }), headers(0, { 'x-ratelimit-limit': 'none' })];
    const client = new GitHubTable(
      { 'GET /meta': () => answer({}, answers[client.requests.length - 1] ?? {}) },
      () => ({}),
    );
    const watched = watchRate(client, () => 0);
    for (const _ of [1, 2, 3, 4]) await watched.request('GET /meta');
    for (const _ of [1, 2]) await watched.graphql('query { viewer { login } }', {});
    expect([client.requests.length, client.queries.length]).toEqual([4, 2]);
  });

  test('leaves less of a small limit', async () => {
    const client = new GitHubTable({ 'GET /meta': () => answer({}, headers(20, { 'x-ratelimit-limit': '100' })) });
    const watched = watchRate(client, () => 0);
    await watched.request('GET /meta');
    await expect(watched.request('GET /meta')).resolves.toMatchObject({ status: 200 });
  });
});
