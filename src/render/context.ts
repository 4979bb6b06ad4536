import type { Finding } from '../domain/finding.js';
import type { Message } from '../domain/message.js';
import type { RuleDoc } from '../domain/rule.js';

/** What the words need besides the run itself: how rules call themselves, and whose mail a Message-ID names. */
export interface RenderContext {
  readonly rules: readonly RuleDoc[];
  /** Undefined for a mail that is not at hand. */
  messageOf(id: string): Message | undefined;
}

/** A finding, and what its rule says is to be done. */
export interface FindingWithRemedy {
  readonly finding: Finding;
  /** Undefined where another finding before it in the same text has it already, or no rule has this id. */
  readonly remedy?: string | undefined;
}

/** Gives each finding the remedy of its rule, once for a rule: a text that says it twice tires. */
export function withRemedies(context: RenderContext, findings: readonly Finding[]): readonly FindingWithRemedy[] {
  const told = new Set<string>();
  return findings.map(finding => {
    const isTold = told.has(finding.ruleId);
    told.add(finding.ruleId);
    return { finding, remedy: isTold ? undefined : remedyOf(context, finding.ruleId) };
  });
}

function remedyOf(context: RenderContext, ruleId: string): string | undefined {
  return context.rules.find(rule => rule.id === ruleId)?.remedy;
}
