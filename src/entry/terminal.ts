import type { Screen } from '../domain/screen.js';

/** Nothing at or above --fail-on; findings; a usage error, nothing readable, or a fault of Faultline's own. */
export type ExitCode = 0 | 1 | 2;

/** As a shell tells it of a program that was ended by SIGPIPE or SIGINT. */
const ENDED_BY_PIPE = 141;
const ENDED_BY_INTERRUPT = 130;

const WIDTH_WITHOUT_SCREEN = 100;
const PROGRESS_AFTER_MS = 1_000;
const PROGRESS_EVERY_MS = 200;
const CLEAR_LINE = '\r\x1b[K';

/** Where the result and the words about the run go: stdout holds nothing but the result. */
export class Terminal {
  exitCode: ExitCode = 0;
  #progressDueAt = Date.now() + PROGRESS_AFTER_MS;
  #showsProgress = false;

  constructor() {
    // `faultline … | head` reads what it wants and goes: that is no error.
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(ENDED_BY_PIPE);
      throw error;
    });
    process.once('SIGINT', () => {
      this.#clearProgress();
      process.exit(ENDED_BY_INTERRUPT);
    });
  }

  /** Colours only where a person looks at stdout and wants them (https://no-color.org). */
  get screen(): Screen {
    const { isTTY, columns } = process.stdout;
    const color = isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
    return { color, width: isTTY ? columns : WIDTH_WITHOUT_SCREEN };
  }

  /** Prints a part of the result. */
  print(text: string): void {
    this.#clearProgress();
    process.stdout.write(text);
  }

  /** A line on stderr; the words are escaped already. */
  printError(words: string): void {
    this.#clearProgress();
    process.stderr.write(`faultline: ${words}\n`);
  }

  /** Tells a person who waits what is going on; silent where stderr is no screen or the work is short. */
  readonly report = (activity: string, done: number, total?: number): void => {
    if (!process.stderr.isTTY || Date.now() < this.#progressDueAt) return;
    this.#progressDueAt = Date.now() + PROGRESS_EVERY_MS;
    this.#showsProgress = true;
    process.stderr.write(`${CLEAR_LINE}faultline: ${activity}, ${done}${total === undefined ? '' : ` of ${total}`}`);
  };

  #clearProgress(): void {
    if (this.#showsProgress) process.stderr.write(CLEAR_LINE);
    this.#showsProgress = false;
  }
}
