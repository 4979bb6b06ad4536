import type { RawMail } from '../domain/message.js';
import type { Problem } from '../domain/problem.js';

/** What a source hands on: a mail as bytes, or the reason why there is none at this place. */
export type SourceItem = RawMail | Problem;

/** Tells the two kinds of item apart. */
export function isProblem(item: SourceItem): item is Problem {
  return 'code' in item;
}

/** A file, a stream or an archive that gives no mail. `detail` says why and what to do. */
export function unreadable(where: string, detail: string): Problem {
  return { code: 'source-unreadable', where, detail };
}

/** What a failure of the disk, of zlib or of git says of itself. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
