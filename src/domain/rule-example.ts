import type { Finding } from './finding.js';
import type { Series } from './series.js';

/** A small change that a rule reports, taken from its fixtures, and what came out when it was reviewed. */
export interface RuleExample {
  /** What the change shows, in one line. */
  readonly caption: string;
  /** One patch of one file, shown whole by one hunk. */
  readonly series: Series;
  /** Of this rule; at least one. */
  readonly findings: readonly Finding[];
}
