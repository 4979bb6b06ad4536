import type { Message } from '../domain/message.js';
import type { RuleDoc } from '../domain/rule.js';

/** What the words need besides the run itself: how rules call themselves, and whose mail a Message-ID names. */
export interface RenderContext {
  readonly rules: readonly RuleDoc[];
  /** Undefined for a mail that is not at hand. */
  messageOf(id: string): Message | undefined;
}

/** The rule's own words about itself; undefined for an id that no rule has. */
export function ruleOf(context: RenderContext, ruleId: string): RuleDoc | undefined {
  return context.rules.find(rule => rule.id === ruleId);
}
