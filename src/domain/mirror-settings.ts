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
  /** Errors end a check run as failure; else as neutral. Warnings never do. */
  readonly failsOnError: boolean;
  /** Posts of any kind, new ones and edits. */
  readonly postsPerHourMax: number;
  /** New issues; edits do not count. */
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
  /** `repositories.torvalds/linux.paths[0]`, the index from 0; empty where it is of the file as a whole. */
  readonly path: string;
  /** What stands there, cut short and without passwords. Text of strangers, not yet escaped. */
  readonly found: string;
  /** What would be right, for people. */
  readonly expected: string;
}

/** What a file comes to. */
export interface ParsedSettings<Settings> {
  /** Undefined where there is a mistake: a file is used as a whole or not at all. */
  readonly settings?: Settings | undefined;
  /** All of them, in the order of their lines. */
  readonly mistakes: readonly SettingsMistake[];
}

/** Where the settings of a mirror come from, in the order in which they are looked for; `none`: it is configured nowhere. */
export type SettingsOrigin = 'server' | 'owner' | 'repository' | 'none';

/** What applies to a mirror. */
export interface ChosenSettings {
  readonly settings: MirrorSettings;
  readonly origin: SettingsOrigin;
  /** Of the file that `origin` names. Where there are any, nothing is posted. */
  readonly mistakes: readonly SettingsMistake[];
}
