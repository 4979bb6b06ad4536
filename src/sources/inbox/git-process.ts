import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { makeGitEnvironment } from '../../domain/git-environment.js';
import { limits } from '../../domain/limits.js';
import { BatchAnswers } from './batch-answers.js';

/** That git failed. The message says why, in git's own words, and what to do. */
export class GitFailure extends Error {
  override readonly name = 'GitFailure';

  readonly what: string;
  readonly remedy: string;
  /** Undefined where git could not be started, or was ended by a signal. */
  readonly exitCode: number | undefined;
  /** What git said; may be empty. */
  readonly words: string;

  constructor(what: string, remedy: string, exitCode?: number | undefined, words = '') {
    super(`${what}; ${remedy}`);
    this.what = what;
    this.remedy = remedy;
    this.exitCode = exitCode;
    this.words = words;
  }
}

/** How a git runs that does more than to read the one repository. */
export interface GitTerms {
  /** Variables besides those of `makeGitEnvironment`. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Ends git when it aborts. */
  readonly signal?: AbortSignal;
}

/**
 * The lines that a git command prints in a repository, as they come, those of one piece together; a consumer that stops early ends git.
 * Throws a GitFailure when git fails.
 */
export async function* readGitLines(
  gitDirectory: string,
  args: readonly string[],
  terms: GitTerms = {},
): AsyncGenerator<readonly string[]> {
  const git = startGit(gitDirectory, args, terms);
  const failure = failureOf(git);
  try {
    git.stdin.end();
    let rest = '';
    for await (const piece of git.stdout.setEncoding('utf8')) {
      const lines: string[] = (rest + piece).split('\n');
      rest = lines.pop() ?? '';
      if (lines.length > 0) yield lines;
    }
    if (rest !== '') yield [rest];
    await throwOnFailure(failure);
  } finally {
    endGit(git);
  }
}

/**
 * The blobs with these ids, in their order, through one `git cat-file --batch`, those of one piece together; undefined for one that the
 * repository has not got and for what is no blob. Of a blob over `limits.mailBytesMax` one byte more than that is kept.
 * Throws a GitFailure behind the last one that git could read to its end.
 */
export async function* readBlobs(
  gitDirectory: string,
  ids: readonly string[],
): AsyncGenerator<readonly (Buffer | undefined)[]> {
  const git = startGit(gitDirectory, ['cat-file', '--batch', '--buffer']);
  const failure = failureOf(git);
  const answers = new BatchAnswers();
  try {
    // All at once: they are some kB, and each write by itself would be a call of the system.
    git.stdin.end(ids.map(id => `${id}\n`).join(''));
    for await (const piece of git.stdout) {
      const blobs = answers.take(piece);
      if (blobs.length > 0) yield blobs;
    }
    await throwOnFailure(failure);
  } finally {
    endGit(git);
  }
}

/**
 * As `readBlobs`, and undefined also for a blob at which git breaks: behind that it is started again, and `report` told why.
 * Throws a GitFailure where git cannot be started.
 */
export async function* readSoundBlobs(
  gitDirectory: string,
  ids: readonly string[],
  report: (failure: GitFailure) => void,
): AsyncGenerator<readonly (Buffer | undefined)[]> {
  for (let start = 0; start < ids.length; start += 1) {
    try {
      for await (const blobs of readBlobs(gitDirectory, ids.slice(start))) {
        yield blobs;
        start += blobs.length;
      }
      if (start === ids.length) return;
    } catch (error) {
      if (!(error instanceof GitFailure) || error.exitCode === undefined) throw error;
      report(error);
    }
    yield [undefined];
  }
}

function startGit(gitDirectory: string, args: readonly string[], terms: GitTerms = {}): ChildProcessWithoutNullStreams {
  const env = { ...makeGitEnvironment(gitDirectory, process.env.PATH), ...terms.environment };
  const git = spawn('git', [...args], { env, signal: terms.signal });
  // Writing to a git that has ended fails; why it ended is told by its exit.
  git.stdin.on('error', () => git.stdin.destroy());
  return git;
}

/** Also where it has more to say that nobody reads: an open pipe would keep the process alive. */
function endGit(git: ChildProcessWithoutNullStreams): void {
  git.kill();
  git.stdout.destroy();
}

/** Why git failed; undefined once it has ended well. Never rejects, so it may go unread. */
function failureOf(git: ChildProcessWithoutNullStreams): Promise<GitFailure | undefined> {
  return new Promise(resolve => {
    let words = '';
    git.stderr.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(0, limits.gitWordsCharsMax);
    });
    git.on('error', error =>
      resolve(new GitFailure(`git cannot be run (${error.message})`, 'install git to read an archive')),
    );
    git.on('close', code => resolve(code === 0 ? undefined : describeExit(words.trim(), code)));
  });
}

function describeExit(words: string, code: number | null): GitFailure {
  return new GitFailure(
    `git could not read this archive (${words || `it ended with ${code}`})`,
    'give a public-inbox archive that is whole and holds a mail',
    code ?? undefined,
    words,
  );
}

async function throwOnFailure(failure: Promise<GitFailure | undefined>): Promise<void> {
  const thrown = await failure;
  if (thrown !== undefined) throw thrown;
}
