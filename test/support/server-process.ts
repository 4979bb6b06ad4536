import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { cliPath } from './run-cli.js';

/** `faultline serve` as a process of its own. */
export class ServerProcess {
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #ended: Promise<number | string>;
  #output = '';
  #news: (() => void) | undefined;
  url = '';

  private constructor(words: readonly string[], environment: Readonly<Record<string, string>>) {
    const env: NodeJS.ProcessEnv = { PATH: process.env.PATH, PORT: '0', LOG_FORMAT: 'json', ...environment };
    this.#child = spawn(process.execPath, [cliPath, 'serve', ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream.on('data', (chunk: Buffer) => {
        this.#output += chunk;
        this.#news?.();
      });
    this.#ended = once(this.#child, 'close').then(([code, signal]) => {
      this.#news?.();
      return code ?? signal;
    });
  }

  /** Resolves when it listens. */
  static async start(
    words: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<ServerProcess> {
    const server = new ServerProcess(words, environment);
    const [, url = ''] = await server.waitFor(/"url":"([^"]+)"/);
    server.url = url;
    return server;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** All that it wrote. */
  get output(): string {
    return this.#output;
  }

  /** Waits until it wrote such words. Throws where it ends without them. */
  async waitFor(words: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = words.exec(this.#output);
      if (found) return found;
      if (this.#child.exitCode !== null || this.#child.signalCode !== null)
        throw new Error(`the server ended: ${this.#output}`);
      await new Promise<void>(resolve => {
        this.#news = resolve;
      });
    }
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  /** Its exit code, or the signal that ended it. */
  ended(): Promise<number | string> {
    return this.#ended;
  }
}
