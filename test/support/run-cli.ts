import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { main } from '../../src/entry/main.js';
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

/**
 * Runs a command line in this process: the same `main` with streams, listeners and an environment of its own. A process each takes ten
 * times as long, most of it to load the same modules; what is said of the process itself is tested with `runCli`. One at a time.
 */
export async function callMain(
  words: readonly string[],
  input: string | Uint8Array = '',
  environment: Readonly<Record<string, string>> = {},
): Promise<CliRun> {
  const [stdout, stderr] = [new TextSink(), new TextSink()];
  const restore = replaceProcessParts({
    stdin: Readable.from([Buffer.from(input)], { objectMode: false }),
    stdout,
    stderr,
    env: withoutAbsent({ ...process.env, ...ownPlaces, ...environment }),
  });
  try {
    const status = await main([process.execPath, cliPath, ...words]);
    return { status, stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    restore();
  }
}

class TextSink extends Writable {
  readonly #pieces: Buffer[] = [];

  override _write(piece: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#pieces.push(piece);
    done();
  }

  text(): string {
    return Buffer.concat(this.#pieces).toString('utf8');
  }
}

const signals = ['SIGINT', 'SIGTERM'] as const;

/** Returns what undoes it. */
function replaceProcessParts(parts: Readonly<Record<string, object>>): () => void {
  const before = Object.keys(parts).map(name => [name, Object.getOwnPropertyDescriptor(process, name)] as const);
  const listeners = signals.map(signal => process.listeners(signal));
  for (const [name, value] of Object.entries(parts)) {
    Object.defineProperty(process, name, { value, configurable: true, enumerable: true, writable: true });
  }
  return () => {
    for (const [name, descriptor] of before) if (descriptor) Object.defineProperty(process, name, descriptor);
    for (const [index, signal] of signals.entries()) {
      const known = new Set(listeners[index]);
      for (const each of process.listeners(signal)) if (!known.has(each)) process.off(signal, each);
    }
  };
}

function withoutAbsent(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
