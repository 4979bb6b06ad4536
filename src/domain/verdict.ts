import type { Finding } from './finding.js';
import type { NotChecked } from './review.js';
import type { Series } from './series.js';

/** How a check run ends. */
export type Conclusion = 'success' | 'neutral' | 'failure';

/** A line of the code as a pull request leaves it. */
export interface HeadPlace {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** GitHub shows this line in the diff of the pull request, so that a review comment may stand there. */
  readonly isInDiff: boolean;
}

/** What became of a finding. */
export type Standing =
  | { readonly kind: 'open' }
  /** `where`: the commit or the version of the series in which it is gone, for people: `1a2b3c4d5e6f`, `v2`. */
  | { readonly kind: 'fixed'; readonly where: string }
  /** A person said that it is no bug. `at`: milliseconds since the epoch. */
  | { readonly kind: 'dismissed'; readonly by: string; readonly reason: string; readonly at: number };

/** A person's word that a finding is no bug. */
export interface Dismissal {
  readonly fingerprint: string;
  /** The login on GitHub. */
  readonly by: string;
  readonly reason: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** A finding as it is shown on GitHub. */
export interface ShownFinding {
  readonly finding: Finding;
  readonly standing: Standing;
  /** Undefined of a series that came by mail, and where later commits have changed the line. */
  readonly place?: HeadPlace | undefined;
}

/** A thread on a list. */
export interface ThreadLink {
  readonly title: string;
  /** `https://lore.kernel.org/r/<message-id>`, already encoded. */
  readonly url: string;
}

/** All that is said of one state of a pull request or of a series. */
export interface Verdict {
  readonly series: Series;
  /** Those that are open first. */
  readonly findings: readonly ShownFinding[];
  readonly notChecked: readonly NotChecked[];
  /** The thread that the commits come from. */
  readonly thread?: ThreadLink | undefined;
  /** The head from which it was carried over, as the patches are the same. */
  readonly carriedFrom?: string | undefined;
}
