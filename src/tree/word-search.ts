import { spawn } from 'node:child_process';
import type { GitEnvironment } from '../domain/git-environment.js';
import { limits } from '../domain/limits.js';
import { WordUses } from './word-use.js';

/**
 * Every line of the C files of a commit in which one of the words stands, gathered by one `git grep`: over the 57,000 C files of
 * Linux 6.12 two seconds with the repository in memory, whether for one word or for ten. Fixed words: a regular expression takes ten times as long.
 * Returns what was found, or why nothing can be said: a search that was cut short has found no one knows how much.
 */
export async function searchWords(
  environment: GitEnvironment,
  commit: string,
  words: readonly string[],
): Promise<WordUses | string> {
  const patterns = words.flatMap(word => ['-e', word]);
  // The repository may be a stranger's: whatever its settings could change in the output is said here.
  const form = ['-z', '--no-color', '--no-line-number', '--no-column', '--no-heading', '--no-break', '--full-name'];
  // Read as text whatever its attributes say; no conversion programs, no other repositories.
  const reading = ['-a', '--no-textconv', '--no-recurse-submodules', '--threads=4'];
  const args = ['grep', '-w', '-F', ...form, ...reading, ...patterns, commit, '--', '*.c', '*.h'];
  const git = spawn('git', args, { env: environment, timeout: limits.searchMsMax, killSignal: 'SIGKILL' });
  const uses = new WordUses(words);
  let rest = '';
  let bytes = 0;
  let complaint = '';
  git.stdin.end();
  git.stdin.on('error', () => git.stdin.destroy());
  git.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    complaint = (complaint + chunk).slice(0, limits.gitWordsCharsMax);
  });
  git.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    bytes += chunk.length;
    if (bytes > limits.searchBytesMax) git.kill('SIGKILL');
    const lines = (rest + chunk).split('\n');
    rest = (lines.pop() ?? '').slice(0, limits.lineCharsMax);
    for (const line of lines) takeLine(uses, commit, line);
  });
  const status = await new Promise<number | string>(resolve => {
    git.on('error', () => resolve('git cannot be run'));
    git.on('close', (code, signal) => resolve(code ?? `${signal}`));
  });
  if (bytes > limits.searchBytesMax) return 'the words stand in too many places';
  if (status === 'SIGKILL') return `the search took longer than ${limits.searchMsMax / 1_000} seconds`;
  // What git could not read it tells, and goes on without.
  if ((status !== 0 && status !== 1) || complaint !== '') return 'not every file of it can be read';
  return uses;
}

/** A line of output: `<commit>:<path>\0<text>`. */
function takeLine(uses: WordUses, commit: string, line: string): void {
  const end = line.indexOf('\0');
  if (end >= 0 && line.startsWith(`${commit}:`)) uses.add(line.slice(commit.length + 1, end), line.slice(end + 1));
}
