import type { Problem } from './problem.js';

/** A mail as a source hands it on: bytes and where they came from. */
export interface RawMail {
  readonly bytes: Uint8Array;
  /** Where the bytes came from, for people: `a.eml`, `list.mbox#12` (the 12th mail), `nilfs.git:3f2a91c`. */
  readonly origin: string;
  /** Written by git format-patch and not sent yet: that it has no Message-ID is as it should be. */
  readonly isDraft?: boolean | undefined;
}

export interface Mailbox {
  /** Display name, decoded; empty where the header gives none. */
  readonly name: string;
  /** Address as written (case kept); empty where the header gives none. */
  readonly email: string;
}

/** To whom a mail went, as it says. */
export interface Recipients {
  readonly to: readonly Mailbox[];
  readonly cc: readonly Mailbox[];
}

/** A part of a mail, other than its body, whose text may be a patch. */
export interface AttachedText {
  readonly filename?: string | undefined;
  readonly contentType: string;
  /** Decoded, LF. */
  readonly text: string;
}

/** One mail, parsed, decoded and bounded. */
export interface Message {
  /** Message-ID without brackets; made up (`…@faultline.invalid`) where the mail has none. */
  readonly id: string;
  readonly origin: string;
  /** SHA-256 of the raw bytes, hex: tells a second delivery from an imposter. */
  readonly digest: string;
  /** `page`: a saved plain-text page of a web archive, with masked addresses and lost indentation. */
  readonly form: 'mail' | 'page';
  readonly inReplyTo?: string | undefined;
  /** Oldest first, unique, without brackets; never contains the message's own id. */
  readonly references: readonly string[];
  /** The author as the header says, or as it can be restored where a list rewrote the header. */
  readonly from: Mailbox;
  readonly recipients: Recipients;
  /** Decoded, folded to one line. */
  readonly subject: string;
  /** Milliseconds since the epoch, from Date:; undefined when the header is missing or unreadable, never "now". */
  readonly sentAt?: number | undefined;
  /** Milliseconds since the epoch, from the newest Received: header. */
  readonly receivedAt?: number | undefined;
  /** The lists (List-Id values, without brackets) on which this mail was seen. */
  readonly listIds: readonly string[];
  /** The text of the mail: LF, bounded, format=flowed un-stuffed but not joined; empty where the mail has no text. */
  readonly body: string;
  readonly attachments: readonly AttachedText[];
  /** Sent by a program (Auto-Submitted, Precedence: auto_reply, vacation notices). */
  readonly isAutoSubmitted: boolean;
  /** What could not be read of this mail. */
  readonly problems: readonly Problem[];
}
