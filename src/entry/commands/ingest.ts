import type { Command } from 'commander';
import { addStoreOption, collectTexts, parseText, type StoreOptions } from '../options.js';
import type { Terminal } from '../terminal.js';

interface IngestOptions extends StoreOptions {
  readonly mirror?: string;
  readonly branch?: string;
  readonly follow?: boolean;
}

/** `faultline ingest SOURCE...`: takes mails into the store. */
export function addIngestCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command('ingest')
    .description('take the mails of lists and mailboxes into the store, and go on where the last ingest ended')
    .argument(
      '<source...>',
      'a public-inbox archive (a directory, or https://…), an mbox (also .gz), a maildir, a directory, imaps://user@host/mailbox, nntps://host/group, or - for stdin',
      collectTexts,
    )
    .option('--mirror <dir>', 'a git repository in which patches land: its commits tell what was applied', parseText)
    .option('--branch <rev>', 'the branch of the mirror that counts (HEAD)', parseText)
    .option('--follow', 'go on until interrupted: take in what comes');
  addStoreOption(command).action(async (locations: string[], { follow, ...options }: IngestOptions) => {
    const { startIngest } = await import('../../app/ingest/start-ingest.js');
    const words = { report: terminal.report, warn: terminal.printError };
    const request = { ...options, locations, isFollowing: follow === true };
    const end = await terminal.untilInterrupted(signal => startIngest(request, words, signal));
    terminal.print(`${end.taken} taken in\n`);
    if (end.troubles.length > 0) terminal.exitCode = 2;
  });
}
