import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { MirrorCommit } from '../domain/commit.js';
import type { GitEnvironment } from '../domain/git-environment.js';
import { limits } from '../domain/limits.js';
import { findMessageId, linkKeys } from './commit-links.js';

/** What a part of a history holds, or why nothing can be said, in words that follow "the history of v6.1 could not be read". */
export type CommitScan =
  | {
      readonly ok: true;
      /** Oldest first. */
      readonly commits: readonly MirrorCommit[];
      /** The commit behind which the next look goes on: the last of these; undefined where there is none and none was given. */
      readonly cursor: string | undefined;
      /** More commits follow behind the cursor. */
      readonly isCut: boolean;
      /** What lies between the last look and these commits and was left out, for people; undefined where nothing was. */
      readonly notRead?: string | undefined;
    }
  | { readonly ok: false; readonly reason: string };

/** Which commits are wanted: ids of commits, nothing else. */
export interface CommitRange {
  readonly tip: string;
  /** Where the last look ended; undefined for the newest commits, as many as are told at most. */
  readonly cursor: string | undefined;
  readonly countMax: number;
}

/**
 * The commits that `tip` has and `cursor` has not, oldest first, at most `countMax`; without a cursor the newest ones.
 * One `git rev-list` with all that is asked for in its format: it reads no settings of `git log`, which may start programs.
 */
export async function scanCommits(
  environment: GitEnvironment,
  { tip, cursor, countMax }: CommitRange,
): Promise<CommitScan> {
  // With a count git takes the newest and turns them round; behind a cursor those that come next are wanted.
  // In topological order what is not told yet has no commit of it behind the cursor; for the newest that would cost a walk through all history.
  const range = cursor === undefined ? [`--max-count=${countMax}`, tip] : ['--topo-order', tip, `^${cursor}`];
  // The repository may have its own idea of what ends the name of a trailer.
  const args = [
    '-c',
    'trailer.separators=:',
    'rev-list',
    '--reverse',
    '--encoding=UTF-8',
    `--format=${format}`,
    ...range,
    '--',
  ];
  const git = spawn('git', args, { env: environment, timeout: limits.searchMsMax, killSignal: 'SIGKILL' });
  const ended = new Promise<number | string>(resolve => {
    git.on('error', () => resolve('git cannot be run'));
    git.on('close', (code, signal) => resolve(code ?? `${signal}`));
  });
  git.stdin.on('error', () => git.stdin.destroy());
  git.stdin.end();
  git.stderr.resume();
  const commits: MirrorCommit[] = [];
  let isCut = false;
  for await (const line of createInterface({ input: git.stdout, crlfDelay: Number.POSITIVE_INFINITY })) {
    const commit = readCommit(line.slice(0, limits.lineCharsMax));
    if (commit === undefined) continue;
    isCut = commits.length >= countMax;
    if (isCut) break;
    commits.push(commit);
  }
  if (isCut) git.kill('SIGKILL');
  const status = await ended;
  if (!isCut && status === 'SIGKILL')
    return { ok: false, reason: `it took longer than ${limits.searchMsMax / 1_000} seconds` };
  if (!isCut && status !== 0)
    return { ok: false, reason: typeof status === 'string' ? status : 'not all of it is there' };
  return { ok: true, commits, cursor: commits.at(-1)?.id ?? cursor, isCut };
}

const trailers = `%(trailers:${linkKeys.map(key => `key=${key}`).join(',')},valueonly,unfold,separator=%x01)`;
/** Fields of a line, parted by NUL; git puts a line `commit <id>` before each. */
const format = ['%H', '%ct', '%P', '%s', trailers].join('%x00');

function readCommit(line: string): MirrorCommit | undefined {
  const [id = '', seconds = '', parents = '', subject = '', links] = line.split('\0');
  if (links === undefined || !/^[0-9a-f]{40,64}$/.test(id)) return undefined;
  return {
    id,
    subject: subject.slice(0, limits.headerCharsMax),
    committedAt: Number(seconds) * 1_000,
    isMerge: parents.includes(' '),
    messageIds: links.split('\u0001').slice(0, limits.commitLinksMax).flatMap(findMessageId),
  };
}
