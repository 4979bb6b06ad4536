import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Runs git in a directory, away from the configuration of whoever runs the tests, and returns what it prints. */
export function runGit(directory: string, args: readonly string[], input: string | Uint8Array = ''): string {
  return execFileSync('git', ['-C', directory, ...args], {
    input,
    encoding: 'utf8',
    env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
  });
}

/** Makes an empty bare repository on the branch master: what `git init --bare` makes of an empty template, without starting it. */
export function initBare(directory: string): void {
  for (const folder of ['objects/info', 'objects/pack', 'refs/heads', 'refs/tags'])
    mkdirSync(join(directory, folder), { recursive: true });
  writeFileSync(join(directory, 'HEAD'), 'ref: refs/heads/master\n');
  writeFileSync(join(directory, 'config'), '[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n');
}

/** One commit of a public-inbox: a mail that came, or one that was taken back. */
export interface ArchiveCommit {
  readonly file: 'm' | 'd';
  readonly mail: string;
  /** Seconds since the epoch. */
  readonly time: number;
}

/** Makes a bare public-inbox epoch of these commits, oldest first. */
export function makeEpoch(directory: string, commits: readonly ArchiveCommit[]): void {
  initBare(directory);
  const stream = commits.map(({ file, mail, time }, index) =>
    [
      'commit refs/heads/master',
      `committer A <a@example.com> ${time} +0000`,
      'data 1\nx',
      ...(index === 0 ? [] : [`D ${file === 'm' ? 'd' : 'm'}`]),
      `M 100644 inline ${file}`,
      `data ${Buffer.byteLength(mail)}`,
      mail,
      '',
    ].join('\n'),
  );
  runGit(directory, ['fast-import', '--quiet'], stream.join(''));
}
