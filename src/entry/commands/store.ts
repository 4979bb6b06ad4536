import { type Command, Option } from 'commander';
import type { ListFormat } from '../../app/list-mails.js';
import { showProblems, showStatus } from '../../app/show-store.js';
import { type ProblemCode, problemCodes } from '../../domain/problem.js';
import { addFormatOption, addStoreOption, type StoreOptions } from '../options.js';
import type { Terminal } from '../terminal.js';

interface ViewOptions extends StoreOptions {
  readonly format: ListFormat;
}

interface ProblemOptions extends ViewOptions {
  readonly kind?: ProblemCode;
}

/** `faultline status` and `faultline problems`: what the store holds, and what could not be read. */
export function addStoreCommands(program: Command, terminal: Terminal): void {
  const status = program.command('status').description('tell what the store holds, and how its sources fare');
  addStoreOption(addFormatOption(status, ['terminal', 'json'])).action(async ({ format, store }: ViewOptions) => {
    await showStatus(store, { format, screen: terminal.screen }, terminal);
  });
  const problems = program
    .command('problems')
    .description('list what could not be read of the mails in the store, one a line')
    .addOption(new Option('--kind <code>', 'only this kind').choices(problemCodes));
  addStoreOption(addFormatOption(problems, ['terminal', 'json'])).action(
    async ({ format, kind, store }: ProblemOptions) => {
      await showProblems(store, kind, { format, screen: terminal.screen }, terminal);
    },
  );
}
