import type { Confidence, RuleDoc } from '../domain/rule.js';
import type { Gap } from './code/library.js';
import type { FunctionPair } from './function-pair.js';
import type { Correction } from './remedy/correction.js';
import type { ReportedPlace } from './walk/site.js';

export interface ReportedStep extends ReportedPlace {
  readonly words: string;
}

/** What a rule found in one function. The engine makes a Finding of it. */
export interface Report extends ReportedPlace {
  readonly what: string;
  readonly proof: readonly ReportedStep[];
  /** Where less is known than the rule as a rule knows with this evidence. */
  readonly confidence?: Confidence | undefined;
  /** Why it is not to be reported all the same, for people: something that may make it right is known and not followed. */
  readonly withheldFor?: string | undefined;
  /** What was not looked at and is all that could still have withheld it; empty or undefined where that is nothing. */
  readonly unseen?: readonly Gap[] | undefined;
  /** What may mend it, the best first; asked for only where the report is made a finding. */
  readonly corrections?: (() => readonly Correction[]) | undefined;
}

/** A rule: what it says of itself, and its check of one touched function. */
export interface Rule extends RuleDoc {
  readonly check: (pair: FunctionPair) => readonly Report[];
}

/** A rule is one frozen object: nothing that a run does can change what the next run says. */
export function makeRule(rule: Rule): Rule {
  return Object.freeze(rule);
}
