import type { Command } from 'commander';
import { type ListFormat, listFormats } from '../../app/list-view.js';
import { addFormatOption, addMailOptions, type MailOptions } from '../options.js';
import type { Terminal } from '../terminal.js';

interface ThreadsOptions extends MailOptions {
  readonly format: ListFormat;
}

/** `faultline threads PATH...`: the patch series of the mails, one a line. */
export function addThreadsCommand(program: Command, terminal: Terminal): void {
  const command = program.command('threads').description('put mails together to patch series, one a line');
  addFormatOption(addMailOptions(command), listFormats);
  command.action(async (paths: string[], { format, ...options }: ThreadsOptions) => {
    const view = { format, screen: terminal.screen };
    const { listThreads } = await import('../../app/list-mails.js');
    await listThreads({ ...options, paths }, view, terminal);
  });
}
