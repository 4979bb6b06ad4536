import type { JobOrder } from './job.js';
import type { Repository } from './repository.js';

/** What a webhook says about an installation of the App. */
export interface InstallationNews {
  readonly id: number;
  readonly state: 'there' | 'suspended' | 'gone';
}

/** A webhook as it is kept: that it came, and what it makes us look at. */
export interface Webhook {
  /** GitHub's X-GitHub-Delivery: a redelivery has the same one. */
  readonly id: string;
  /** X-GitHub-Event, and the payload's action where it has one: `pull_request.opened`. */
  readonly name: string;
  readonly installation?: InstallationNews | undefined;
  /** What it says of the repository, which may have been renamed, transferred or archived. */
  readonly repository?: Repository | undefined;
  /** Repositories from which the App was taken. */
  readonly lostRepositoryIds: readonly number[];
  readonly jobs: readonly JobOrder[];
}
