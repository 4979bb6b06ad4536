import type { Log } from '../../domain/log.js';
import type { Repository } from '../../domain/repository.js';
import type { Series } from '../../domain/series.js';
import type { GitHubClient } from '../../reporters/github/github-client.js';
import type { Database } from '../../store/open-database.js';
import type { Tree } from '../../tree/tree.js';
import type { MailReader } from '../ingest/mail-reader.js';
import type { SettingsKeeper } from './settings-keeper.js';

/** What the jobs of the App work with. */
export interface GitHubTools {
  readonly db: Database;
  readonly log: Log;
  /** Judges how far series have come. */
  readonly judge: Pick<MailReader, 'judge' | 'inTurn'>;
  /** GitHub with the rights of the App on a repository. Throws a GitHubRefusal where there are none. */
  clientOf(repository: Repository): Promise<GitHubClient>;
  clientOfInstallation(installationId: number): Promise<GitHubClient>;
  clientOfApp(): Promise<GitHubClient>;
  readonly settings: SettingsKeeper;
  /** Opens the code of a repository for one piece of work. */
  withCode: UseCode;
  /** Faultline's own version: a newer one judges anew. */
  readonly version: string;
  readonly addresses: WebAddresses;
  /** How long a list is quiet about a series before its missing parts are taken to be lost. */
  readonly quietMinutes: number;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** Where people find what is spoken of; without a slash at the end. */
export interface WebAddresses {
  /** `https://github.com`, or the own server's. */
  readonly github: string;
  /** Of a web archive: a Message-ID is put behind it (https://lore.kernel.org/r). */
  readonly archive: string;
}

/** Which code is wanted. */
export interface CodeRequest {
  readonly repository: Repository;
  /** Those that will be reviewed: their files are read together. */
  readonly series: readonly Series[];
  /** A commit, or the branch on which the series lie. */
  readonly at: { readonly commit: string } | { readonly branch: string };
}

/** Code to judge a series by; without a tree only what its patches show. */
export interface Code {
  readonly tree: Tree | undefined;
  /** The commit that is looked at. */
  readonly commit: string | undefined;
}

export type UseCode = <Result>(request: CodeRequest, work: (code: Code) => Promise<Result>) => Promise<Result>;
