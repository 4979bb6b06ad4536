/** How fast a server works; milliseconds. */
export interface Pace {
  /** Between two writes to GitHub, which asks for a second (https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api). */
  readonly spacingMs: number;
  /** After a write of which nobody knows whether it arrived, before it is looked for: it may still be on its way. */
  readonly doubtPauseMs: number;
  /** Before the second try of a job that came to nothing; it doubles with each one. */
  readonly retryPauseMs: number;
  /** How long the worker sleeps at most before it looks for work again. */
  readonly restMs: number;
  /** How often a directory of mails is looked at; undefined: as usual. */
  readonly diskPollMs?: number | undefined;
}

export const usualPace: Pace = { spacingMs: 1_000, doubtPauseMs: 30_000, retryPauseMs: 30_000, restMs: 10_000 };
