import type { Terminal } from '../terminal.js';

/** What is wrong with the environment, each in one line for people, without what is secret. */
export class EnvironmentMistakes extends Error {
  override readonly name = 'EnvironmentMistakes';
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    super(mistakes.join('\n'));
    this.mistakes = mistakes;
  }
}

/** Does what needs the environment; its mistakes are shown, and end it as wrong usage does. */
export async function withMistakes(terminal: Terminal, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof EnvironmentMistakes)) throw error;
    for (const mistake of error.mistakes) terminal.printError(mistake);
    terminal.exitCode = 2;
  }
}
