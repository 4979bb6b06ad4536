import { limits } from '../../domain/limits.js';
import type { RuleDoc } from '../../domain/rule.js';
import type { RuleExample } from '../../domain/rule-example.js';
import { codeSpan } from '../escape-markdown.js';
import { cutTo } from '../layout.js';
import { renderRuleMarkdown } from '../rule-markdown.js';

/** Why a command is not followed. `nearest`: a known name that may have been meant. */
export type CommandMistake =
  | {
      readonly kind: 'unknown-command' | 'unknown-rule' | 'unknown-finding';
      readonly asked: string;
      readonly nearest?: string | undefined;
    }
  /** The beginning of several ids. */
  | { readonly kind: 'ambiguous-finding'; readonly asked: string }
  | {
      readonly kind: 'no-rule-named' | 'no-finding-named' | 'no-reason' | 'no-permission' | 'nothing-here';
    };

const wordColumnsMax = 60;

/** One short answer to a command that is not followed. */
export function renderCommandMistake(mistake: CommandMistake): string {
  switch (mistake.kind) {
    case 'unknown-command':
      return `There is no command ${asked(mistake.asked)}.${meant(mistake.nearest)} ${helpHint}`;
    case 'unknown-rule':
      return `There is no rule ${asked(mistake.asked)}.${meant(mistake.nearest)}`;
    case 'unknown-finding':
      return `There is no finding ${asked(mistake.asked)} here.${meant(mistake.nearest)}`;
    case 'ambiguous-finding':
      return `More than one finding here begins with ${asked(mistake.asked)}.`;
    case 'no-rule-named':
      return 'Which rule? `/faultline explain RULE`; the name stands below each finding.';
    case 'no-finding-named':
      return 'Which finding? `/faultline dismiss FINDING REASON`; its eight digits stand below each finding.';
    case 'no-reason':
      return 'Why is it no bug? `/faultline dismiss FINDING REASON`: the reason is shown with the finding.';
    case 'no-permission':
      return 'Only people with write access to this repository can tell Faultline what to do.';
    case 'nothing-here':
      return 'Faultline has nothing to look at here: it knows pull requests and its own issues.';
  }
}

/** What `/faultline help` answers. */
export function renderHelp(): string {
  return [
    'From people with write access, at the beginning of a line in a new comment:',
    commands.map(([command, what]) => `- ${codeSpan(`/faultline ${command}`)}: ${what}`).join('\n'),
    'FINDING is the id of eight digits that stands with each finding.',
  ].join('\n\n');
}

const commands = [
  ['recheck', 'look at it again'],
  ['explain RULE', 'what a rule looks for and why, with an example, and where it may be wrong'],
  [
    'dismiss FINDING REASON',
    'a finding is no bug; this holds for later versions too, and is shown with your name and the reason',
  ],
  ['reopen FINDING', 'it is one after all'],
  ['help', 'this list'],
] as const;

const helpHint = '`/faultline help` lists them.';

/** What `/faultline explain RULE` answers: the page of the rule. */
export function renderExplanation(rule: RuleDoc, example: RuleExample | undefined): string {
  const page = renderRuleMarkdown(rule, example);
  return page.length <= limits.githubBodyCharsMax ? page : renderRuleMarkdown(rule);
}

function asked(word: string): string {
  return codeSpan(cutTo(word, wordColumnsMax)) || 'without a name';
}

function meant(nearest: string | undefined): string {
  return nearest === undefined ? '' : ` Did you mean ${codeSpan(nearest)}?`;
}
