/** A structured log, as pino's: constant words and fields. Ids are named messageId, seriesId, deliveryKey, repository; no bodies, no tokens. */
export interface Logger {
  info(fields: Readonly<Record<string, unknown>>, words: string): void;
  warn(fields: Readonly<Record<string, unknown>>, words: string): void;
  error(fields: Readonly<Record<string, unknown>>, words: string): void;
}
