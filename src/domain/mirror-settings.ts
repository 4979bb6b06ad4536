import type { Severity, Stage } from './rule.js';

/** Where findings may be posted. */
export interface PostingSettings {
  readonly check: boolean;
  readonly review: boolean;
  readonly issue: boolean;
}

/** The configuration of one mirror repository. */
export interface MirrorSettings {
  /** The lists whose series are for this mirror, as `faultline status` calls them: `linux-mm.kvack.org`. Empty: none. */
  readonly lists: readonly string[];
  /** Globs: only series that touch one of them. Empty: all. */
  readonly paths: readonly string[];
  /** The branch on which a series lies, by the tree that its subject names (`net-next`); `default` for all others. */
  readonly bases: ReadonlyMap<string, string>;
  /** What differs from the rules' own stage. */
  readonly rules: ReadonlyMap<string, Stage>;
  readonly post: PostingSettings;
  /** Findings below are not posted. */
  readonly threshold: Severity;
  /** Errors end a check run as failure; else as neutral. */
  readonly failsOnError: boolean;
  readonly postsPerHourMax: number;
  readonly issuesPerDayMax: number;
  /** Review remarks of the list are shown on the lines of a pull request. */
  readonly mirrorsRemarks: boolean;
}

/** A mistake in a configuration file, told with line, found and expected. */
export interface SettingsMistake {
  /** `faultline.yml`, `.github/faultline.yml`. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** `repositories.torvalds/linux.post`. */
  readonly path: string;
  readonly found: string;
  readonly expected: string;
}
