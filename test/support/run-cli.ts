import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { repository } from './repository.js';

/** What `faultline` starts. */
export const cliPath = join(repository, 'dist/src/entry/cli.js');

/** Nothing of whoever runs the tests: neither a width, nor a store. */
const ownPlaces = {
  COLUMNS: undefined,
  FAULTLINE_STORE: undefined,
  DATABASE_URL: undefined,
  XDG_DATA_HOME: join(repository, 'dist/no-data'),
};

/** How a command line ended. */
export interface CliRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command line as a process of its own. */
export function runCli(
  words: readonly string[],
  input: string | Uint8Array = '',
  environment: Readonly<Record<string, string>> = {},
): CliRun {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cliPath, ...words], {
    input,
    env: { ...process.env, ...ownPlaces, ...environment },
    encoding: 'utf8',
    maxBuffer: 1_000_000_000,
  });
  return { status, stdout, stderr };
}
