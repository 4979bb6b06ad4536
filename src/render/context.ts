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
export interface FindingWithAdvice {
  readonly finding: Finding;
  /** Undefined where the finding has a remedy of its own, another before it in the same text has the advice already, or no rule has this id. */
  readonly advice?: string | undefined;
}

/** Gives each finding without a remedy the advice of its rule, once for a rule: a text that says it twice tires. */
export function withAdvice(
  context: Pick<RenderContext, 'rules'>,
  findings: readonly Finding[],
): readonly FindingWithAdvice[] {
  const told = new Set<string>();
  return findings.map(finding => {
    if (finding.closedBy !== undefined) return { finding, advice: bisectionAdvice(finding.closedBy) };
    if (finding.remedy) return { finding };
    const isTold = told.has(finding.ruleId);
    told.add(finding.ruleId);
    return { finding, advice: isTold ? undefined : adviceOf(context, finding.ruleId) };
  });
}

function bisectionAdvice(closedBy: number): string {
  return `Bring what closes it from patch ${closedBy} into this one.`;
}

function adviceOf({ rules }: Pick<RenderContext, 'rules'>, ruleId: string): string | undefined {
  return rules.find(rule => rule.id === ruleId)?.remedy;
}
