import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { makeGitEnvironment } from '../domain/git-environment.js';
import { limits } from '../domain/limits.js';
import { ByteReader } from './byte-reader.js';

/**
 * The lines that a git command prints in a repository, as they come; a consumer that stops early ends git.
 * Throws an Error that says why, in git's own words, and what to do when git fails.
 */
export async function* readGitLines(gitDirectory: string, args: readonly string[]): AsyncGenerator<string> {
  const git = startGit(gitDirectory, args);
  const failure = failureOf(git);
  try {
    git.stdin.end();
    yield* createInterface({ input: git.stdout, crlfDelay: Number.POSITIVE_INFINITY });
    await throwOnFailure(failure);
  } finally {
    git.kill();
  }
}

/**
 * The blobs with these ids, in their order, through one `git cat-file --batch`; undefined for one that the repository has not got.
 * Of a blob over `limits.mailBytesMax` one byte more than that is kept. Throws an Error that says why, in git's own words, and what to do when git fails.
 */
export async function* readBlobs(gitDirectory: string, ids: readonly string[]): AsyncGenerator<Buffer | undefined> {
  const git = startGit(gitDirectory, ['cat-file', '--batch']);
  const failure = failureOf(git);
  const answers = new ByteReader(git.stdout);
  try {
    Readable.from(ids.map(id => `${id}\n`)).pipe(git.stdin);
    for (let count = 0; count < ids.length; count += 1) {
      const line = await answers.readLine();
      if (line === undefined) break;
      const size = /^[0-9a-f]+ blob (\d+)$/.exec(line)?.[1];
      yield size === undefined ? undefined : await answers.readCounted(Number(size));
    }
    await throwOnFailure(failure);
  } finally {
    git.kill();
  }
}

function startGit(gitDirectory: string, args: readonly string[]): ChildProcessWithoutNullStreams {
  const git = spawn('git', [...args], { env: makeGitEnvironment(gitDirectory, process.env.PATH) });
  // Writing to a git that has ended fails; why it ended is told by its exit.
  git.stdin.on('error', () => git.stdin.destroy());
  return git;
}

/** Why git failed and what to do; undefined once it has ended well. Never rejects, so it may go unread. */
function failureOf(git: ChildProcessWithoutNullStreams): Promise<string | undefined> {
  return new Promise(resolve => {
    let words = '';
    git.stderr.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(0, limits.gitWordsCharsMax);
    });
    git.on('error', error => resolve(`git cannot be run (${error.message}); install git to read an archive`));
    git.on('close', code => resolve(code === 0 ? undefined : describeExit(words.trim() || `it ended with ${code}`)));
  });
}

function describeExit(words: string): string {
  return `git could not read this archive (${words}); give a public-inbox archive that is whole and holds a mail`;
}

async function throwOnFailure(failure: Promise<string | undefined>): Promise<void> {
  const words = await failure;
  if (words !== undefined) throw new Error(words);
}
