import type { Command } from 'commander';
import { type ListFormat, listFormats } from '../../app/list-view.js';
import { addFormatOption, addMailOptions, type MailOptions } from '../options.js';
import type { Terminal } from '../terminal.js';

interface RepliesOptions extends MailOptions {
  readonly format: ListFormat;
}

/** `faultline replies PATH...`: each block of own text below a quotation, placed on its line, one a line. */
export function addRepliesCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command('replies')
    .description('place what replies say on the lines of the patch, one a line');
  addFormatOption(addMailOptions(command), listFormats);
  command.action(async (paths: string[], { format, ...options }: RepliesOptions) => {
    const view = { format, screen: terminal.screen };
    const { listReplies } = await import('../../app/list-mails.js');
    await listReplies({ ...options, paths }, view, terminal);
  });
}
