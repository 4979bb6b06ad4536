import type { Repository } from '../../domain/repository.js';
import { fullNameOf } from '../../domain/repository.js';
import { BlobBatches } from '../../reporters/github/blob-batches.js';
import type { GitHubClient } from '../../reporters/github/github-client.js';
import { readBranchHead } from '../../reporters/github/read-repository.js';
import type { KeptBlobs } from '../../store/github/blobs.js';
import { ApiTree } from '../../tree/api-tree.js';
import { type Mirror, openMirror } from '../../tree/git-mirror.js';
import type { CodeRequest, UseCode } from './github-tools.js';

/**
 * Code out of the operator's own git repositories of mirrors where there are some, which may be asked for every file, else through the API.
 * `directories`: by the mirrors' full names, lower case.
 */
export class CodeRooms {
  readonly #directories: ReadonlyMap<string, string>;
  readonly #blobs: KeptBlobs;
  readonly #clientOf: (repository: Repository) => Promise<GitHubClient>;
  readonly #mirrors = new Map<string, Promise<Mirror>>();

  constructor(
    directories: ReadonlyMap<string, string>,
    blobs: KeptBlobs,
    clientOf: (repository: Repository) => Promise<GitHubClient>,
  ) {
    this.#directories = directories;
    this.#blobs = blobs;
    this.#clientOf = clientOf;
  }

  readonly use: UseCode = async (request, work) => {
    const client = await this.#clientOf(request.repository);
    const commit = await findCommit(client, request);
    const local = await this.#openLocal(request.repository);
    if (local !== undefined) return work({ tree: local, commit });
    const tree = new ApiTree(new BlobBatches(client, request.repository), this.#blobs);
    await tree.prepare({ patches: request.series.flatMap(each => each.patches) }, { base: commit });
    return work({ tree, commit });
  };

  async close(): Promise<void> {
    for (const mirror of this.#mirrors.values()) await (await mirror).close();
  }

  #openLocal(repository: Repository): Promise<Mirror> | undefined {
    const directory = this.#directories.get(fullNameOf(repository).toLowerCase());
    if (directory === undefined) return undefined;
    const opened = this.#mirrors.get(directory) ?? openMirror(directory);
    this.#mirrors.set(directory, opened);
    return opened;
  }
}

async function findCommit(client: GitHubClient, { repository, at }: CodeRequest): Promise<string | undefined> {
  return 'commit' in at ? at.commit : readBranchHead(client, repository, at.branch);
}
