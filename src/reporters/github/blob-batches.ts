import { blobIdOf } from '../../diff/blob-id.js';
import { limits } from '../../domain/limits.js';
import type { BlobNote, BlobSource } from '../../tree/blob-source.js';
import type { BlobReading } from '../../tree/tree.js';
import { answerOf } from './answer-of.js';
import { Answered } from './answered.js';
import { type GitHubClient, GitHubRefusal } from './github-client.js';
import { inRepository, type RepositoryName } from './read-commit.js';

/**
 * Files of a repository on GitHub: many to a query of GraphQL. Its text of a file is nothing where that is binary, cut where it is large,
 * and recoded where it is not UTF-8; where it does not come to the id of the blob, the bytes are asked for by themselves.
 */
export class BlobBatches implements BlobSource {
  readonly #client: GitHubClient;
  readonly #repository: RepositoryName;

  constructor(client: GitHubClient, repository: RepositoryName) {
    this.#client = client;
    this.#repository = repository;
  }

  async findBlobs(names: readonly string[]): Promise<ReadonlyMap<string, BlobNote>> {
    const found = new Map<string, BlobNote>();
    for (let start = 0; start < names.length; start += limits.objectsPerQueryMax) {
      const asked = names.slice(start, start + limits.objectsPerQueryMax);
      const objects = await this.#query(asked, 'oid byteSize');
      for (const [name, object] of objects)
        found.set(name, { id: object.at('oid').objectId(), byteCount: object.at('byteSize').number() });
    }
    return found;
  }

  async readBlobs(blobs: readonly BlobNote[]): Promise<ReadonlyMap<string, BlobReading>> {
    const readings = new Map<string, BlobReading>();
    for (const batch of makeBatches(blobs.filter(({ byteCount }) => byteCount <= limits.queriedTextBytesMax))) {
      const objects = await this.#query(
        batch.map(({ id }) => id),
        'text',
      );
      for (const [id, object] of objects) {
        const bytes = Buffer.from(object.at('text').optional()?.text() ?? '');
        if (blobIdOf(bytes) === id) readings.set(id, { ok: true, blob: { id, bytes } });
      }
    }
    for (const { id } of blobs) if (!readings.has(id)) readings.set(id, await this.#readOne(id));
    return readings;
  }

  async #readOne(id: string): Promise<BlobReading> {
    const data = await answerOf(this.#client, 'GET /repos/{owner}/{repo}/git/blobs/{file_sha}', {
      ...inRepository(this.#repository),
      file_sha: id,
    });
    if (data === undefined) return { ok: false, reason: 'is not there' };
    const blob = new Answered(data, 'the blob');
    const encoding = blob.at('encoding').text();
    const bytes = Buffer.from(blob.at('content').text(), encoding === 'base64' ? 'base64' : 'utf8');
    if (blobIdOf(bytes) !== id) return { ok: false, reason: 'came with other content than its id says' };
    return { ok: true, blob: { id, bytes } };
  }

  /** The blobs among the objects that these names stand for, by their names. */
  async #query(names: readonly string[], fields: string): Promise<ReadonlyMap<string, Answered>> {
    const heads = names.map((_, index) => `, $n${index}: String!`).join('');
    const parts = names.map(
      (_, index) => `    o${index}: object(expression: $n${index}) { ... on Blob { ${fields} } }\n`,
    );
    const query = `query($owner: String!, $name: String!${heads}) {
  rateLimit { limit cost remaining resetAt }
  repository(owner: $owner, name: $name) {
${parts.join('')}  }
}`;
    const { owner, name } = this.#repository;
    const values = Object.fromEntries(names.map((each, index) => [`n${index}`, each]));
    const answer = new Answered(await this.#client.graphql(query, { owner, name, ...values }), 'the data');
    const repository = answer.at('repository').optional();
    if (!repository) throw new GitHubRefusal('not-found', `${owner}/${name} is not there`);
    const found = new Map<string, Answered>();
    for (const [index, each] of names.entries()) {
      const object = repository.at(`o${index}`).optional();
      // Of a commit or a folder none of the fields is there.
      if (object && !isEmpty(object.value)) found.set(each, object);
    }
    return found;
  }
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** Files that are asked for together: bounded in number and bytes. */
function makeBatches(blobs: readonly BlobNote[]): readonly (readonly BlobNote[])[] {
  const batches: BlobNote[][] = [];
  let byteCount = 0;
  for (const blob of blobs) {
    const last = batches.at(-1);
    byteCount += blob.byteCount;
    if (last && last.length < limits.textsPerQueryMax && byteCount <= limits.textBytesPerQueryMax) last.push(blob);
    else {
      batches.push([blob]);
      byteCount = blob.byteCount;
    }
  }
  return batches;
}
