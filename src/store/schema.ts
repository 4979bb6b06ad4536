import type { Generated } from 'kysely';
import type { GitHubSchema } from './github/github-schema.js';

/**
 * The tables, as migrations.ts makes them. Times are milliseconds since the epoch; truth values are 0 and 1, which both databases know.
 * Ids are given out by the one process that takes mails in (store-lock.ts), so that both count alike.
 */
export interface Schema extends GitHubSchema {
  readonly source: SourceRow;
  readonly mail: MailRow;
  readonly place: PlaceRow;
  readonly problem: ProblemRow;
  readonly family: FamilyRow;
  readonly family_key: FamilyKeyRow;
  readonly thread: ThreadRow;
  readonly series: SeriesRow;
  readonly patch: PatchRow;
  readonly mirror: MirrorRow;
  readonly landed_commit: LandedCommitRow;
  readonly commit_link: CommitLinkRow;
}

/** Where mails come from (`MailSource.id`). */
interface SourceRow {
  readonly id: number;
  readonly name: string;
  /** From where reading goes on; null: from the beginning. */
  readonly cursor: string | null;
  /** When it was last read to its end. */
  readonly read_at: number | null;
  /** Why it could not be read the last time it was tried. */
  readonly trouble: string | null;
}

/** What a mail is among those with its Message-ID: the one that counts, a copy of it, or other content under its id. */
export type MailRole = 'kept' | 'copy' | 'imposter';

/** One mail as bytes; the same bytes at several places are one mail. */
interface MailRow {
  readonly id: number;
  /** SHA-256 of the bytes, hex. */
  readonly digest: string;
  readonly message_id: string;
  readonly subject: string;
  readonly origin: string;
  readonly is_draft: number;
  readonly arrived_at: number | null;
  readonly role: MailRole;
  readonly family_id: number;
  /** `FamilyKeys.title`. */
  readonly title_key: number | null;
  /** The bytes, compressed (`compressMail`). */
  readonly raw: Uint8Array;
}

/** A place of a source from which a mail was taken, or where none could be read. */
interface PlaceRow {
  readonly source_id: number;
  readonly place: string;
  /** Null where the place gave a Problem. */
  readonly mail_id: number | null;
  readonly is_withdrawn: number;
  /** Its source is being told anew, and this place did not come yet. */
  readonly is_pending: number;
}

/** What could not be read. Problems of a series stand with the series. */
interface ProblemRow {
  /** Given out by the database: it only tells what was noted first. */
  readonly id: Generated<number>;
  readonly source_id: number | null;
  readonly place: string | null;
  readonly mail_id: number | null;
  /** Set where the Problem shows only among the mails of a family: an imposter. */
  readonly family_id: number | null;
  readonly code: string;
  readonly where_text: string;
  readonly detail: string;
  readonly message_id: string | null;
}

/** Mails that are judged together (`familyKeysOf`). Its id is that of one of its mails. */
interface FamilyRow {
  readonly id: number;
  /** Mails came or went since its threads and series were made. */
  readonly is_stale: number;
  /** The stages of its series follow its facts. */
  readonly has_stages: number;
}

interface FamilyKeyRow {
  readonly key: number;
  readonly family_id: number;
}

interface ThreadRow {
  readonly root_id: string;
  readonly family_id: number;
  readonly subject: string;
  readonly mails: number;
  readonly began_at: number | null;
  readonly last_at: number | null;
}

interface SeriesRow {
  readonly id: string;
  readonly family_id: number;
  readonly thread_root_id: string;
  readonly predecessor_id: string | null;
  readonly version: number;
  readonly state: string;
  readonly began_at: number | null;
  /** When the last of its posts arrived: a series with holes is waited for from then on. */
  readonly posted_at: number | null;
  /** The lists on which it was seen, in blanks: ` linux-mm.kvack.org linux-fsdevel.vger.kernel.org `. */
  readonly lists: string;
  /** As `faultline threads` prints it. */
  readonly line: string;
  /** A StageRecord as JSON; null until it is made. */
  readonly stage: string | null;
}

interface PatchRow {
  readonly message_id: string;
  readonly series_id: string;
  readonly family_id: number;
  readonly number: number;
  readonly title: string;
  readonly patch_id: string | null;
}

/** A mirror whose commits are looked through for patches that landed. */
interface MirrorRow {
  readonly name: string;
  /** The last commit that was looked at. */
  readonly cursor: string;
}

/** A commit of a mirror. */
interface LandedCommitRow {
  readonly id: string;
  readonly subject: string;
  readonly committed_at: number;
  readonly is_merge: number;
  /** The Message-IDs that its trailers name, as JSON. */
  readonly message_ids: string;
  /** Null until it is asked for. */
  readonly patch_id: string | null;
}

interface CommitLinkRow {
  readonly message_id: string;
  readonly commit_id: string;
}
