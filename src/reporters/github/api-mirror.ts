import { readDiff } from '../../diff/read-diff.js';
import type { MirrorCommit } from '../../domain/commit.js';
import { limits } from '../../domain/limits.js';
import type { GitHubCommit } from '../../domain/pull-request.js';
import { findLinkedIds } from '../../tree/commit-links.js';
import type { Mirror } from '../../tree/git-mirror.js';
import type { CommitScan } from '../../tree/scan-commits.js';
import { Answered } from './answered.js';
import { type GitHubClient, GitHubRefusal } from './github-client.js';
import { inRepository, type RepositoryName, readCommit, readCommitDiff } from './read-commit.js';
import { perPage, readPages } from './read-pages.js';

/**
 * The history of a repository as GitHub tells it. Refusals that waiting may mend are thrown; the rest are answers. As the API cannot go on
 * in the middle of a history as git does, one look tells all of it up to `limits.apiCommitsMax` commits, and says what was left out.
 */
export class ApiMirror implements Pick<Mirror, 'hasCommit' | 'scanCommits' | 'readPatchIds'> {
  readonly #client: GitHubClient;
  readonly #repository: RepositoryName;
  readonly #commitsMax: number;

  constructor(client: GitHubClient, repository: RepositoryName, commitsMax: number = limits.apiCommitsMax) {
    this.#client = client;
    this.#repository = repository;
    this.#commitsMax = commitsMax;
  }

  async hasCommit(revision: string): Promise<boolean> {
    return (await this.#findCommit(revision)) !== undefined;
  }

  async scanCommits(revision: string, cursor: string | undefined): Promise<CommitScan> {
    const tip = await this.#findCommit(revision);
    if (tip === undefined) return { ok: false, reason: 'it is not there' };
    if (tip === cursor) return { ok: true, commits: [], cursor, isCut: false };
    if (cursor === undefined) return { ...(await this.#scanNewest(tip)), notRead: undefined };
    return (await this.#scanBehind(tip, cursor)) ?? this.#scanNewest(tip);
  }

  async readPatchIds(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    for (const id of ids.slice(0, limits.apiPatchIdsMax)) {
      const diff = await unlessMissing(() => readCommitDiff(this.#client, this.#repository, id));
      if (!diff?.ok) continue;
      const { patchId } = readDiff(diff.text, { messageId: id, firstMailLine: 1 });
      if (patchId !== undefined) found.set(id, patchId);
    }
    return found;
  }

  /** The id of a commit. */
  async #findCommit(revision: string): Promise<string | undefined> {
    if (revision === '' || revision.length > limits.pathCharsMax) return undefined;
    const answer = await unlessMissing(() =>
      this.#client.request('GET /repos/{owner}/{repo}/commits/{ref}', {
        ...inRepository(this.#repository),
        ref: revision.replace(/^refs\//, ''),
        // Of its files, which are not wanted, so many come at the least.
        per_page: 1,
      }),
    );
    return answer && new Answered(answer.data, 'the commit').at('sha').objectId();
  }

  /** The newest commits, where it is not known what was looked at before, or where that is gone. */
  async #scanNewest(tip: string): Promise<Extract<CommitScan, { readonly ok: true }>> {
    const { items, isCut } = await readPages(
      this.#client,
      'GET /repos/{owner}/{repo}/commits',
      { ...inRepository(this.#repository), sha: tip },
      'the list of commits',
      { itemsMax: this.#commitsMax },
    );
    const commits = items.map(readCommit).map(asMirrorCommit).reverse();
    const notRead = `the commit that was looked at last is gone: only the newest ${commits.length} commits were looked at`;
    return { ok: true, commits, cursor: tip, isCut: false, notRead: isCut ? notRead : undefined };
  }

  /** The commits of `tip` that `cursor` has not, also where they are no descendants of it; undefined where that cannot be told. */
  async #scanBehind(tip: string, cursor: string): Promise<CommitScan | undefined> {
    const first = await this.#compare(cursor, tip, 1);
    if (first === undefined) return undefined;
    const total = first.at('total_commits').number();
    const pagesMax = Math.ceil(this.#commitsMax / perPage);
    const pageCount = Math.ceil(total / perPage);
    // The oldest come first; of too many the newest are told, as at the first look.
    const firstPage = Math.max(1, pageCount - pagesMax + 1);
    const commits: MirrorCommit[] = [];
    for (let page = firstPage; page <= pageCount; page += 1) {
      const answer = page === 1 ? first : await this.#compare(cursor, tip, page);
      if (answer === undefined) return undefined;
      commits.push(...answer.at('commits').items().map(readCommit).map(asMirrorCommit));
    }
    const left = total - commits.length;
    const notRead = left > 0 ? `${left} of ${total} new commits were not looked at, the oldest` : undefined;
    return { ok: true, commits, cursor: tip, isCut: false, notRead };
  }

  async #compare(base: string, head: string, page: number): Promise<Answered | undefined> {
    const answer = await unlessMissing(() =>
      this.#client.request('GET /repos/{owner}/{repo}/compare/{basehead}', {
        ...inRepository(this.#repository),
        basehead: `${base}...${head}`,
        per_page: perPage,
        page,
      }),
    );
    return answer && new Answered(answer.data, 'the comparison');
  }
}

/** Undefined where what is asked for is not there: 404, of commits also 422. */
async function unlessMissing<Found>(ask: () => Promise<Found>): Promise<Found | undefined> {
  try {
    return await ask();
  } catch (error) {
    const isMissing = error instanceof GitHubRefusal && ['not-found', 'unprocessable'].includes(error.kind);
    if (isMissing) return undefined;
    throw error;
  }
}

function asMirrorCommit({ sha, message, committedAt, parents }: GitHubCommit): MirrorCommit {
  return {
    id: sha,
    subject: subjectOf(message).slice(0, limits.headerCharsMax),
    committedAt,
    isMerge: parents.length > 1,
    messageIds: findLinkedIds(message),
  };
}

/** The first paragraph in one line, as git's `%s`. */
function subjectOf(message: string): string {
  const lines = message
    .slice(0, limits.bodyCharsMax)
    .trimStart()
    .split('\n')
    .map(line => line.trimEnd());
  const end = lines.indexOf('');
  return lines.slice(0, end < 0 ? undefined : end).join(' ');
}
