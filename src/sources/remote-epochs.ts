import { mkdir } from 'node:fs/promises';
import { limits } from '../domain/limits.js';
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

  /** The branch that the newest commit of a repository is on; undefined where it has none yet. Throws a GitFailure where there is no repository. */
  async findBranch(url: string, folder: string): Promise<string | undefined> {
    let branch: string | undefined;
    for await (const line of this.#run(folder, ['ls-remote', '--symref', '--', url, 'HEAD'])) {
      branch ??= /^ref: (refs\/heads\/\S+)\tHEAD$/.exec(line)?.[1];
    }
    return branch;
  }

  /** Makes a repository into which `fetch` can read. */
  async prepare(folder: string): Promise<void> {
    await mkdir(folder, { recursive: true });
    await this.#finish(folder, ['init', '--quiet', '--bare', '--template=', folder]);
  }

  /**
   * Fetches what is new, also where history was rewritten, and forgets branches that are gone. What an interrupted fetch left is of no
   * harm: branches move at its end. `git clone` would remove all of it.
   */
  async fetch(url: string, folder: string, branch: string): Promise<void> {
    await this.#finish(folder, ['symbolic-ref', 'HEAD', branch]);
    const options = ['--quiet', '--prune', '--no-tags', '--no-recurse-submodules', '--no-write-fetch-head'];
    await this.#finish(folder, ['fetch', ...options, '--', url, '+refs/heads/*:refs/heads/*']);
  }

  async #finish(folder: string, args: readonly string[]): Promise<void> {
    for await (const _ of this.#run(folder, args)) continue;
  }

  #run(folder: string, args: readonly string[]): AsyncGenerator<string> {
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
