/**
 * The structured log of a server: constant words, and what they are about as fields (`deliveryId`, `repositoryId`, `jobKey`). No bodies, no
 * tokens, no text of mails.
 */
export interface Log {
  debug(fields: LogFields, words: string): void;
  info(fields: LogFields, words: string): void;
  warn(fields: LogFields, words: string): void;
  /** `err`: what was thrown. */
  error(fields: LogFields & { readonly err?: unknown }, words: string): void;
}

export type LogFields = Readonly<Record<string, unknown>>;
