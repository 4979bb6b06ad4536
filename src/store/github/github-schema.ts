/** The tables of the GitHub App, as make-github-tables.ts makes them. As in schema.ts: times are milliseconds, truth values 0 and 1. */
export interface GitHubSchema {
  readonly webhook: WebhookRow;
  readonly job: JobRow;
  readonly repository: RepositoryRow;
  readonly repository_ref: RepositoryRefRow;
  readonly verdict: VerdictRow;
  readonly series_issue: SeriesIssueRow;
  readonly family_news: FamilyNewsRow;
  readonly delivery: DeliveryRow;
  readonly sending: SendingRow;
  readonly dismissal: DismissalRow;
  readonly blob: BlobRow;
  readonly settings_mistake: SettingsMistakeRow;
}

interface WebhookRow {
  readonly id: string;
  readonly name: string;
  readonly received_at: number;
  /** The keys of its jobs, as JSON. */
  readonly job_keys: string;
}

/** Work that is to be done; what is done has no row. */
interface JobRow {
  readonly key: string;
  readonly kind: string;
  readonly repository_id: number | null;
  readonly subject: string;
  readonly is_forced: number;
  /** failed: tried as often as it may be; waits for a redelivery or a person. */
  readonly state: 'waiting' | 'running' | 'failed';
  /** How often it was ordered: one that was ordered while it ran is done again. */
  readonly orders: number;
  readonly due_at: number;
  readonly attempts: number;
  readonly trouble: string | null;
}

interface RepositoryRow {
  readonly id: number;
  readonly installation_id: number;
  readonly owner: string;
  readonly name: string;
  readonly default_branch: string;
  readonly is_archived: number;
  /** Why nothing is done there: `suspended`, `removed`, a permission that is missing; null where it is. */
  readonly trouble: string | null;
  /** Where the configuration comes from that was followed last, a SettingsOrigin; null where none was. */
  readonly settings_origin: string | null;
  /** SHA-256 of that configuration; null where not all that stands there follows it. */
  readonly settings_digest: string | null;
  /** The App was first seen on it. */
  readonly seen_at: number;
}

/** How far a ref of a repository was followed. */
interface RepositoryRefRow {
  readonly repository_id: number;
  readonly ref: string;
  readonly sha: string;
}

/** What was said last of a pull request, or in an issue of a series. */
interface VerdictRow {
  readonly repository_id: number;
  /** `pull 7`; `series <message-id>`, by the version for which the issue was opened. */
  readonly subject: string;
  readonly is_open: number;
  /** Of a pull request. */
  readonly head_sha: string | null;
  /** Of a pull request: the series on a list that it comes from. */
  readonly series_id: string | null;
  /** Of a pull request: the patch-ids and Message-IDs by which its series is known, one a line. */
  readonly names: string;
  /** `src/app/github/kept-verdict.ts` writes and reads it. */
  readonly verdict: string;
}

/** The issue in which a series is told of. */
interface SeriesIssueRow {
  readonly repository_id: number;
  readonly series_id: string;
  /** Of the version for which it was opened. */
  readonly first_id: string;
}

/** A family whose stages were made anew, and which nobody has looked at since. */
interface FamilyNewsRow {
  readonly family_id: number;
}

interface DeliveryRow {
  readonly key: string;
  readonly repository_id: number;
  readonly subject: string;
  readonly parent: string | null;
  readonly kind: string;
  /** A DeliveryContent as JSON. */
  readonly content: string;
  /** SHA-256 of the content, and of what stands on GitHub; null where nothing does. */
  readonly digest: string;
  readonly sent_digest: string | null;
  readonly state: string;
  /** A Receipt as JSON. */
  readonly receipt: string | null;
  readonly withheld: string | null;
  readonly attempts: number;
  readonly not_before: number;
  readonly trouble: string | null;
  readonly planned_at: number;
  readonly sent_at: number | null;
}

/** A write to a repository, for the caps. One that turns out not to have arrived is taken out again. */
interface SendingRow {
  readonly repository_id: number;
  /** Of the delivery. */
  readonly key: string;
  /** `edit`, or the kind of a new post. */
  readonly kind: string;
  readonly at: number;
}

/** The last word of people on a finding. */
interface DismissalRow {
  readonly repository_id: number;
  readonly fingerprint: string;
  /** 0: it was reopened. */
  readonly is_dismissed: number;
  readonly by_login: string;
  readonly reason: string;
  /** When the comment was written that says so: an older one changes nothing. */
  readonly at: number;
}

/** Code before patches, as it was read through the API. */
interface BlobRow {
  readonly id: string;
  /** The bytes, compressed. */
  readonly bytes: Uint8Array;
  readonly used_at: number;
}

interface SettingsMistakeRow {
  readonly repository_id: number;
  readonly file: string;
  readonly line: number;
  readonly path: string;
  readonly found: string;
  readonly expected: string;
}
