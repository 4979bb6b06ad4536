import { Command, CommanderError } from 'commander';
import { describeFailure } from '../app/describe-failure.js';
import { OperationalError } from '../domain/operational-error.js';
import { addDeliveriesCommand } from './commands/deliveries.js';
import { addIngestCommand } from './commands/ingest.js';
import { addRepliesCommand } from './commands/replies.js';
import { addReviewCommand } from './commands/review.js';
import { addRuleCommands } from './commands/rules.js';
import { addServeCommand } from './commands/serve.js';
import { addSetupCommand } from './commands/setup.js';
import { addStoreCommands } from './commands/store.js';
import { addThreadsCommand } from './commands/threads.js';
import { packageVersion } from './package-version.js';
import { type ExitCode, Terminal } from './terminal.js';

/** Runs one command line and tells how it ended. Whatever goes wrong is one line on stderr; only a bug shows its stack too. */
export async function main(argv: readonly string[]): Promise<ExitCode> {
  const terminal = new Terminal();
  const program = makeProgram(terminal);
  try {
    await program.parseAsync(argv);
    return terminal.exitCode;
  } catch (error) {
    // The help that was asked for, or that commander printed in place of a command.
    if (error instanceof CommanderError && (error.exitCode === 0 || error.code === 'commander.help')) {
      return error.exitCode === 0 ? 0 : 2;
    }
    terminal.printError(describeFailure(error instanceof CommanderError ? usageError(error, program, argv) : error));
    return 2;
  }
}

/** The whole command line, as `--help` shows it. What a command does is loaded when it is called: a mistyped one is answered at once. */
export function makeProgram(terminal: Terminal): Command {
  const program = new Command('faultline')
    .description('Reads kernel patches from mail threads and reports the guarantees that they take away.')
    .version(packageVersion())
    .exitOverride()
    .configureOutput({ outputError: () => undefined });
  addReviewCommand(program, terminal);
  addThreadsCommand(program, terminal);
  addRepliesCommand(program, terminal);
  addIngestCommand(program, terminal);
  addStoreCommands(program, terminal);
  addServeCommand(program, terminal);
  addSetupCommand(program, terminal);
  addDeliveriesCommand(program, terminal);
  addRuleCommands(program, terminal);
  return program;
}

/** Names the help of the command that was called wrongly; commander's error does not say which one that was. */
function usageError(error: CommanderError, program: Command, argv: readonly string[]): OperationalError {
  const words = error.message.replace(/^error: /, '').replace(/\.$/, '');
  const called = program.commands.find(command => argv[2] === command.name());
  const help = called === undefined ? 'faultline --help' : `faultline ${called.name()} --help`;
  return new OperationalError('wrong usage', words, `see ${help}`);
}
