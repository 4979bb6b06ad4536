import type { Command } from 'commander';
import type { ListFormat } from '../../app/list-view.js';
import { addFormatOption } from '../options.js';
import type { Terminal } from '../terminal.js';

/** `faultline rules` and `faultline explain RULE`. */
export function addRuleCommands(program: Command, terminal: Terminal): void {
  const list = program.command('rules').description('list the rules, one a line');
  addFormatOption(list, ['terminal', 'json']).action(async ({ format }: { format: ListFormat }) => {
    const { listRules } = await import('../../app/rule-catalogue.js');
    terminal.print(listRules(format));
  });
  program
    .command('explain')
    .description('tell what a rule looks for and why, with an example, and where it may be wrong')
    .argument('<rule>', 'its id, as `faultline rules` lists it')
    .action(async (id: string) => {
      const { explainRule } = await import('../../app/rule-catalogue.js');
      terminal.print(await explainRule(id, terminal.screen));
    });
}
