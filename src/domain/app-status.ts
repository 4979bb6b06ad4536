import type { DeliveryState } from './delivery.js';
import type { SettingsMistake, SettingsOrigin } from './mirror-settings.js';

/** What the GitHub App does, and what keeps it. */
export interface AppStatus {
  /** By owner and name. */
  readonly repositories: readonly RepositoryStatus[];
  /** Jobs by their state; what is done is not counted. */
  readonly jobs: Readonly<Record<'waiting' | 'running' | 'failed', number>>;
  /** Those that were given up, at most `limits.failedJobsShown`. */
  readonly failedJobs: readonly FailedJob[];
  /** Deliveries by their state. */
  readonly deliveries: Readonly<Record<DeliveryState, number>>;
}

export interface RepositoryStatus {
  /** `torvalds/linux`. */
  readonly name: string;
  readonly isArchived: boolean;
  /** Why nothing is done there. */
  readonly trouble: string | undefined;
  /** Where its configuration comes from; undefined where it was not looked at yet. */
  readonly origin: SettingsOrigin | undefined;
  readonly mistakes: readonly SettingsMistake[];
}

export interface FailedJob {
  /** `pull`, with its subject: `7`. */
  readonly kind: string;
  readonly subject: string;
  /** Undefined where it is of an installation, or the repository is not known. */
  readonly repository: string | undefined;
  readonly trouble: string | undefined;
}
