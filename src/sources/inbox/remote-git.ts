import { mkdir } from 'node:fs/promises';
import { limits } from '../../domain/limits.js';
import { type GitTerms, readGitLines } from './git-process.js';

/**
 * Git for one address: it speaks that protocol only, follows no redirection to another host, asks nobody for a password, and starts
 * nothing that outlives it.
 */
export class RemoteGit {
  readonly #terms: GitTerms;

  /** Every git ends when the signal aborts. */
  constructor(protocol: string, signal: AbortSignal) {
    this.#terms = { environment: { GIT_ALLOW_PROTOCOL: protocol, GIT_TERMINAL_PROMPT: '0' }, signal };
  }

  /**
   * The branch that the newest commit of a repository is on, undefined where it has no commit yet. Throws a GitFailure where there is
   * no repository, or nobody to ask. `folder` need not be there.
   */
  async findBranch(url: string, folder: string): Promise<string | undefined> {
    let branch: string | undefined;
    for await (const lines of this.#run(folder, ['ls-remote', '--symref', '--', url, 'HEAD'])) {
      for (const line of lines) {
        const named = /^ref: refs\/heads\/(\S+)\tHEAD$/.exec(line)?.[1];
        // A server of plain files tells the commit only; public-inbox has never named the branch otherwise.
        branch ??= named ?? (line.endsWith('\tHEAD') ? 'master' : undefined);
      }
    }
    return branch;
  }

  /** Makes a repository to fetch into. */
  async prepare(folder: string, branch: string): Promise<void> {
    await mkdir(folder, { recursive: true });
    await this.#finish(folder, ['init', '--quiet', '--bare', '--template=', `--initial-branch=${branch}`]);
  }

  /**
   * Fetches what is new, also where history was rewritten, and forgets branches that are gone. Branches move when all of it is there, so
   * an interrupted fetch does no harm to what was fetched before, as an interrupted `git clone` would, which removes everything.
   */
  async fetch(url: string, folder: string): Promise<void> {
    const options = ['--quiet', '--prune', '--no-tags', '--no-recurse-submodules', '--no-write-fetch-head'];
    await this.#finish(folder, ['fetch', ...options, '--', url, '+refs/heads/*:refs/heads/*']);
  }

  async #finish(folder: string, args: readonly string[]): Promise<void> {
    for await (const _ of this.#run(folder, args));
  }

  #run(folder: string, args: readonly string[]): AsyncGenerator<readonly string[]> {
    const settings = [
      'http.followRedirects=false',
      // A server that sends nothing would hold the reading for ever.
      'http.lowSpeedLimit=1',
      `http.lowSpeedTime=${limits.serverSilenceMsMax / 1_000}`,
      'transfer.bundleURI=false',
      'gc.autoDetach=false',
      'core.hooksPath=/dev/null',
    ];
    return readGitLines(folder, [...settings.flatMap(each => ['-c', each]), ...args], this.#terms);
  }
}
