import type { Command } from 'commander';
import type { ListFormat } from '../../app/list-mails.js';
import { explainRule, listRules } from '../../app/rule-catalogue.js';
import { addFormatOption } from '../options.js';
import type { Terminal } from '../terminal.js';

/** `faultline rules` and `faultline explain RULE`. */
export function addRuleCommands(program: Command, terminal: Terminal): void {
  const list = program.command('rules').description('list the rules, one a line');
  addFormatOption(list, ['terminal', 'json']).action(({ format }: { format: ListFormat }) => {
    terminal.print(listRules(format));
  });
  program
    .command('explain')
    .description('tell what a rule looks for and why, with an example, and where it may be wrong')
    .argument('<rule>', 'its id, as `faultline rules` lists it')
    .action(async (id: string) => terminal.print(await explainRule(id, terminal.screen)));
}
