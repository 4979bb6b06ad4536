import type { Finding } from './finding.js';
import type { Problem } from './problem.js';
import type { Remark } from './remark.js';
import type { Series } from './series.js';

export interface WithheldFinding {
  readonly finding: Finding;
  /** Why it is not reported, for people. */
  readonly reason: string;
}

/** What was not looked at, or not wholly. */
export interface NotChecked {
  /** Number of the patch in its series, 1-based. */
  readonly patch: number;
  readonly path?: string | undefined;
  readonly reason: string;
}

/** What Faultline has to say about one version of one series. */
export interface Review {
  readonly series: Series;
  readonly findings: readonly Finding[];
  readonly withheld: readonly WithheldFinding[];
  readonly notChecked: readonly NotChecked[];
  /** What people said about the code, placed on its lines. */
  readonly remarks: readonly Remark[];
  readonly problems: readonly Problem[];
}

export interface RunCounts {
  readonly mails: number;
  readonly series: number;
  readonly patches: number;
  readonly findings: number;
  readonly withheld: number;
  readonly notChecked: number;
  readonly problems: number;
}

/** The result of one run: every series that was read, and the problems that belong to none. */
export interface ReviewRun {
  readonly reviews: readonly Review[];
  readonly problems: readonly Problem[];
  readonly counts: RunCounts;
}
