import type { Problem } from './problem.js';

/**
 * What tells which mails have to be looked at together: a thread, the versions of a series, the parts of a series that threading has
 * torn apart. Mails with a key in common are of one family, and so are those of families with a mail in common. Nothing that is said of
 * a mail depends on mails of another family, so what is true of all mails at once is found family by family.
 * Keys may bring together more than need be, never less.
 */
export interface FamilyKeys {
  readonly own: readonly number[];
  /** Of a mail that is no reply: the title under which a reply without references would find it. */
  readonly title?: number | undefined;
  /** Of a reply without references: the title for which it looks. All that have it are of its family. */
  readonly soughtTitle?: number | undefined;
}

/** What has to be known of a mail before its family is read. */
export interface MailNote {
  /** SHA-256 of the bytes, hex. */
  readonly digest: string;
  readonly messageId: string;
  readonly subject: string;
  readonly origin: string;
  readonly isDraft: boolean;
  /** Milliseconds since the epoch; undefined where the mail names no time at all. */
  readonly arrivedAt?: number | undefined;
  readonly problems: readonly Problem[];
  readonly keys: FamilyKeys;
}

/** A mail to be kept. */
export interface KeptMail extends MailNote {
  /** Its bytes, compressed (`compressMail`). */
  readonly compressed: Uint8Array;
}
