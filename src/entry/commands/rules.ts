import type { Command } from 'commander';
import { explainRule, listRules } from '../../app/rule-catalogue.js';
import type { Terminal } from '../terminal.js';

/** `faultline rules` and `faultline explain RULE`. */
export function addRuleCommands(program: Command, terminal: Terminal): void {
  program
    .command('rules')
    .description('list the rules')
    .action(() => terminal.print(listRules()));
  program
    .command('explain')
    .description('tell what a rule looks for, why, and where it may be wrong')
    .argument('<rule>', 'its id, as `faultline rules` lists it')
    .action((id: string) => terminal.print(explainRule(id)));
}
