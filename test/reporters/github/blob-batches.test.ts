import { describe, expect, test } from '@jest/globals';
import { blobIdOf } from '../../../src/diff/blob-id.js';
import { BlobBatches } from '../../../src/reporters/github/blob-batches.js';
import { GitHubTable } from '../../support/github-table.js';

const repository = { owner: 'octo', name: 'linux' };
const rest = 'GET /repos/{owner}/{repo}/git/blobs/{file_sha}';

function noteOf(text: string) {
  return { id: blobIdOf(Buffer.from(text)), byteCount: Buffer.byteLength(text) };
}

/** Answers each query with the texts by their ids, or null. */
function graphqlOf(texts: readonly string[]) {
  const byId = new Map(texts.map(text => [noteOf(text).id, text]));
  return (query: string, variables: Readonly<Record<string, unknown>>) => ({
    repository: Object.fromEntries(
      [...query.matchAll(/(\w+): object\(expression: \$(\w+)\)/g)].map(([, alias = '', name = '']) => {
        const text = byId.get(`${variables[name]}`);
        return [alias, text === undefined ? null : { isTruncated: false, text }];
      }),
    ),
  });
}

describe('files are asked for together', () => {
  test('so many, and so many bytes, to a query', async () => {
    const texts = [
      ...Array.from({ length: 30 }, (_, index) => `int a${index};\n`),
      ...['x', 'y', 'z'].map(c => c.repeat(390_000)),
    ];
    const client = new GitHubTable({}, graphqlOf(texts));
    const readings = await new BlobBatches(client, repository).readBlobs(texts.map(noteOf));
    expect(texts.map(noteOf).map(({ id }) => readings.get(id)?.ok)).toEqual(texts.map(() => true));
    expect(client.queries.map(({ variables }) => Object.keys(variables).length - 2)).toEqual([25, 7, 1]);
    expect(client.requests).toEqual([]);
  });

  test('and those whose text is none or another one by themselves', async () => {
    const [good, recoded, wrong, large] = ['good', 're\u00e9coded', 'wrong', 'l'.repeat(400_001)] as const;
    const blobs = new Map([recoded, large].map(text => [noteOf(text).id, text]));
    const client = new GitHubTable(
      {
        [rest]: ({ file_sha: id }) => {
          const bytes = Buffer.from(blobs.get(`${id}`) ?? 'other');
          return { encoding: 'base64', content: bytes.toString('base64') };
        },
      },
      (query, variables) => {
        const answer = graphqlOf([good])(query, variables);
        return { repository: { ...answer.repository, o1: { isTruncated: false, text: 're\ufffdcoded' } } };
      },
    );
    const notes = [good, recoded, wrong, large].map(noteOf);
    const readings = await new BlobBatches(client, repository).readBlobs(notes);
    expect(notes.map(({ id }) => readings.get(id)).map(reading => reading?.ok || reading?.reason)).toEqual([
      true,
      true,
      'came with other content than its id says',
      true,
    ]);
    expect(client.count(rest)).toBe(3);
    const none = await new BlobBatches(new GitHubTable({}, graphqlOf([])), repository).readBlobs([noteOf('lost')]);
    expect([...none.values()]).toEqual([{ ok: false, reason: 'is not there' }]);
  });
});

test('names go into variables, never into the query', async () => {
  const client = new GitHubTable({}, () => ({ repository: {} }));
  const name = 'v6.1:mm/") { owner }';
  expect(await new BlobBatches(client, repository).findBlobs([name])).toEqual(new Map());
  expect(client.queries[0]?.query).not.toContain('mm/');
  expect(client.queries[0]?.variables).toEqual({ owner: 'octo', name: 'linux', n0: name });
});

test('a repository that is gone is a refusal', async () => {
  const client = new GitHubTable({}, () => ({ repository: null }));
  await expect(new BlobBatches(client, repository).findBlobs(['v6.1:mm/jar.c'])).rejects.toMatchObject({
    kind: 'not-found',
  });
});
