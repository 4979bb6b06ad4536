/** Which mails of an archive are wanted. */
export interface Selection {
  /** Milliseconds since the epoch: only mails that arrived then or later. */
  readonly since?: number | undefined;
  /** Only so many mails, the newest ones; at least 1. */
  readonly newest?: number | undefined;
}
