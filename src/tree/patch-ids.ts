import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { GitEnvironment } from '../domain/git-environment.js';
import { limits } from '../domain/limits.js';

/**
 * The patch-ids of commits, as `git patch-id --stable`, by their ids: of at most `limits.patchIdsMax`, and of those that git came to within
 * `limits.searchMsMax`. A merge has none. Renames are looked for, as git format-patch does.
 *
 * @param ids ids of commits, nothing else
 */
export async function readPatchIds(
  environment: GitEnvironment,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const options = { env: environment, timeout: limits.searchMsMax, killSignal: 'SIGKILL' } as const;
  // Neither reads settings that change a diff; no programs of the repository, no other repositories.
  const form = [
    '--stdin',
    '--root',
    '-r',
    '-p',
    '-U3',
    '-M',
    '--no-ext-diff',
    '--no-textconv',
    '--ignore-submodules=none',
  ];
  const diffs = spawn('git', ['diff-tree', ...form], options);
  const hashes = spawn('git', ['patch-id', '--stable'], options);
  const ended = new Promise<void>(resolve => {
    hashes.on('error', () => resolve());
    hashes.on('close', () => resolve());
  });
  for (const git of [diffs, hashes]) {
    git.stdin.on('error', () => git.stdin.destroy());
    git.on('error', () => git.stdin.destroy());
    git.stderr.resume();
  }
  diffs.stdout.pipe(hashes.stdin);
  const asked = ids.filter(id => /^[0-9a-f]{40,64}$/.test(id)).slice(0, limits.patchIdsMax);
  diffs.stdin.end(asked.map(id => `${id}\n`).join(''));
  const found = new Map<string, string>();
  for await (const line of createInterface({ input: hashes.stdout })) {
    const [patchId = '', id] = line.split(' ');
    if (id !== undefined) found.set(id, patchId);
  }
  await ended;
  return found;
}
