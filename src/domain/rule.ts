import type { Evidence } from './source.js';

export type Severity = 'error' | 'warning' | 'note';
export type Confidence = 'high' | 'medium' | 'low';

/** off: not run; trial: shown, never posted; on. */
export type Stage = 'off' | 'trial' | 'on';

/** What a rule says about itself: `faultline explain`, the SARIF rule table and the documentation are renderings of it. */
export interface RuleDoc {
  /** `kmap/lost-pagefault-disable`. */
  readonly id: string;
  readonly stage: Stage;
  readonly severity: Readonly<Record<Evidence, Severity>>;
  readonly confidence: Readonly<Record<Evidence, Confidence>>;
  /** What is wrong, in one sentence. */
  readonly summary: string;
  /** Why it matters. */
  readonly why: string;
  /** What to do about it. */
  readonly remedy: string;
  readonly staysSilentWhen: readonly string[];
  readonly mayBeWrongWhen: readonly string[];
  /** What a reply has to show where a finding is wrong; words that follow "reply with". */
  readonly rebuttal: string;
  /** The pair of files in its fixtures that shows the rule best: `fixtures/rules/<id>/<example>.old.c` and `.c`. */
  readonly example: string;
  /** Kernel documents and commits: a path in the tree, a commit or an address. */
  readonly references: readonly string[];
}
