import { spawnSync } from 'node:child_process';
import { cliPath } from './run-cli.js';

/** How a process ended, and what it took. */
export interface MeasuredRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
  /** The most memory that the process held at any time; undefined where the kernel does not tell. */
  readonly megabytes: number | undefined;
}

/** The most memory that the process itself held; the kernel's figure for a child begins with its parent's. */
const tellMemory = `data:text/javascript,import { existsSync, readFileSync } from 'node:fs';
const status = '/proc/self/status';
process.on('exit', () => existsSync(status) && process.stderr.write(readFileSync(status, 'utf8')))`;

/**
 * Without certificates of the machine's own: node reads all of those at its start, some hundred of them in a twentieth of a second, whether
 * it will use them or not.
 */
const { NODE_EXTRA_CA_CERTS: _, ...ownEnvironment } = process.env;

/** Runs the built command line as a process of its own; ends it after `timeoutMs`. */
export function measureCli(words: readonly string[], timeoutMs: number): MeasuredRun {
  return measureScript(cliPath, words, timeoutMs);
}

/** The same of any script. */
export function measureScript(script: string, words: readonly string[], timeoutMs: number): MeasuredRun {
  const began = performance.now();
  const run = spawnSync(process.execPath, ['--import', tellMemory, script, ...words], {
    encoding: 'utf8',
    env: ownEnvironment,
    maxBuffer: 2_000_000_000,
    timeout: timeoutMs,
  });
  const seconds = (performance.now() - began) / 1_000;
  const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(run.stderr)?.[1];
  const stderr = run.stderr.split('Name:')[0] ?? '';
  return {
    status: run.status,
    stdout: run.stdout,
    stderr,
    seconds,
    megabytes: kilobytes === undefined ? undefined : Number(kilobytes) / 1_000,
  };
}
