import { describeFailure } from '../app/describe-failure.js';
import { OperationalError } from '../domain/operational-error.js';
import type { Screen } from '../domain/screen.js';

/** Nothing at or above --fail-on; findings; a usage error, nothing readable, or a fault of Faultline's own. */
export type ExitCode = 0 | 1 | 2;

/** As a shell tells it of a program that was ended by SIGPIPE or SIGINT. */
const endedByPipe = 141;
const endedByInterrupt = 130;

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
    process.once('SIGINT', () => {
      this.#clearProgress();
      process.exit(endedByInterrupt);
    });
  }

  /** Colours only where a person looks at stdout and wants them (https://no-color.org). */
  get screen(): Screen {
    const { isTTY, columns } = process.stdout;
    const color = isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
    return { color, width: Math.max(widthMin, askedWidth() ?? (isTTY && columns > 0 ? columns : widthWithoutScreen)) };
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
    this.#progressDueAt = Date.now() + progressEveryMs;
    this.#showsProgress = true;
    process.stderr.write(`${clearLine}faultline: ${activity}, ${done}${total === undefined ? '' : ` of ${total}`}`);
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
