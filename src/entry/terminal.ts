import { describeFailure } from '../app/describe-failure.js';
import { OperationalError } from '../domain/operational-error.js';
import type { Screen } from '../domain/screen.js';

/** Nothing at or above --fail-on; findings; a usage error, nothing readable, or a fault of Faultline's own. */
export type ExitCode = 0 | 1 | 2;

/** As a shell tells it of a program that was ended by SIGPIPE, SIGINT or SIGTERM. */
const endedByPipe = 141;
const endedByInterrupt = 130;
const endedByTermination = 143;

const widthWithoutScreen = 100;
/** Narrower than this nothing reads well: lines then run over the edge. */
const widthMin = 40;
const progressAfterMs = 1_000;
const progressEveryMs = 200;
const clearLine = '\r\x1b[K';

/** Where the result and the words about the run go: stdout holds nothing but the result. */
export class Terminal {
  exitCode: ExitCode = 0;
  #progressDueAt = Date.now() + progressAfterMs;
  #showsProgress = false;
  #begun: { readonly activity: string; readonly at: number; readonly done: number } | undefined;
  #ending: AbortController | undefined;

  constructor() {
    // `faultline … | head` reads what it wants and goes: that is no error.
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(endedByPipe);
      const remedy = `${error.message}; write to a place that takes it`;
      this.printError(describeFailure(new OperationalError('cannot write the result', 'standard output', remedy)));
      process.exit(2);
    });
    // Where stderr takes no words, nobody can be told; the exit code still says how the run ended.
    process.stderr.on('error', () => undefined);
    process.on('SIGINT', () => this.#interrupt(endedByInterrupt));
    process.on('SIGTERM', () => this.#interrupt(endedByTermination));
  }

  /**
   * Does work that can be ended at any time without loss: the first interruption (SIGINT, SIGTERM) aborts the signal, and what is begun is
   * brought to its end; a second one ends the process.
   */
  async untilInterrupted<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    const ending = new AbortController();
    this.#ending = ending;
    try {
      return await work(ending.signal);
    } finally {
      this.#ending = undefined;
    }
  }

  #interrupt(status: number): void {
    this.#clearProgress();
    if (this.#ending === undefined || this.#ending.signal.aborted) process.exit(status);
    this.#ending.abort();
  }

  /** Colours only where a person looks at stdout and wants them (https://no-color.org). */
  get screen(): Screen {
    const { isTTY, columns } = process.stdout;
    const color = isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
    return { color, width: Math.max(widthMin, askedWidth() ?? (isTTY && columns > 0 ? columns : widthWithoutScreen)) };
  }

  /** Prints a part of the result. */
  readonly print = (text: string): void => {
    this.#clearProgress();
    process.stdout.write(text);
  };

  /** A line on stderr; the words are escaped already. */
  readonly printError = (words: string): void => {
    this.#clearProgress();
    process.stderr.write(`faultline: ${words}\n`);
  };

  /** Tells a person who waits what is going on; silent where stderr is no screen or the work is short. */
  readonly report = (activity: string, done: number, total?: number): void => {
    if (!process.stderr.isTTY) return;
    const now = Date.now();
    if (this.#begun?.activity !== activity) this.#begun = { activity, at: now, done };
    if (now < this.#progressDueAt) return;
    this.#progressDueAt = now + progressEveryMs;
    this.#showsProgress = true;
    const seconds = (now - this.#begun.at) / 1_000;
    const rate = seconds > 0 ? (done - this.#begun.done) / seconds : 0;
    const speed = rate >= 1 ? `, ${rate.toFixed(0)} a second` : '';
    const left = total !== undefined && rate > 0 ? `, ${Math.ceil((total - done) / rate)} s left` : '';
    const words = `${activity}, ${done}${total === undefined ? '' : ` of ${total}`}${speed}${left}`;
    process.stderr.write(`${clearLine}faultline: ${words}`);
  };

  #clearProgress(): void {
    if (this.#showsProgress) process.stderr.write(clearLine);
    this.#showsProgress = false;
  }
}

/** The width that a person asks for by the environment (POSIX.1-2017, XBD 8.3); undefined for what is no number of columns. */
function askedWidth(): number | undefined {
  const { COLUMNS = '' } = process.env;
  return /^[1-9]\d{0,3}$/.test(COLUMNS) ? Number(COLUMNS) : undefined;
}
