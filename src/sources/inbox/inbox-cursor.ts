import { OperationalError } from '../../domain/operational-error.js';

/** How far an epoch was read: data of a cursor, in JSON. */
export interface EpochState {
  /** The last commit that was read; undefined before the first. */
  readonly commit?: string | undefined;
  /** Of the commits behind `commit` some were read and some could not be: only memory tells which. */
  readonly isTorn?: true | undefined;
  /** Mails up to `commit` that git could not read. They may come yet: somebody mends the archive. */
  readonly lost?: readonly LostMail[] | undefined;
}

export interface LostMail {
  readonly place: string;
  readonly blob: string;
  readonly origin: string;
}

/** The cursor of an archive: per epoch, by name (`0.git`), how far it was read. */
export function printInboxCursor(states: ReadonlyMap<string, EpochState>): string {
  return JSON.stringify(Object.fromEntries(states));
}

/** Throws an OperationalError where the text is none of `printInboxCursor`. */
export function parseInboxCursor(text: string, id: string): Map<string, EpochState> {
  try {
    return new Map(Object.entries(JSON.parse(text) as Readonly<Record<string, EpochState>>));
  } catch (cause) {
    throw new OperationalError(
      'the cursor that was kept cannot be read',
      id,
      'forget this source and read it anew',
      cause,
    );
  }
}
