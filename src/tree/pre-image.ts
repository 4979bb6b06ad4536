import type { FileDiff } from '../domain/diff.js';
import type { BlobReading, Tree } from './tree.js';

/** The old side of a file, one byte a character, and where it came from. */
export interface PreImage {
  readonly text: string;
  /** Full blob id; undefined for a file that was not there. */
  readonly id?: string | undefined;
  /** For people: `blob 8280a5cb48df`, `mm/shmem.c at v6.1`, `patch 2/5`. */
  readonly base: string;
}

/** A file as an earlier patch of the series left it. */
export interface StackedFile extends PreImage {
  readonly id: string;
}

/** Where to look for code, besides the blob that the `index` line names. */
export interface Revisions {
  /** What the user names with `--base`. */
  readonly base?: string | undefined;
  /** The commit that the mail or its series states. */
  readonly baseCommit?: string | undefined;
}

/**
 * Gives the old sides that a file may have, the surest first: what the series made of it, if its blob id fits the `index` line or
 * none is stated; the blob of that line; else what the series made of it all the same; the path at `--base`, at the base commit.
 * Each is looked up only when those before it did not do.
 */
export async function* findPreImages(
  file: FileDiff,
  path: string,
  stacked: StackedFile | undefined,
  tree: Tree | undefined,
  revisions: Revisions,
): AsyncGenerator<PreImage> {
  const fits = stacked !== undefined && (file.oldBlob === undefined || stacked.id.startsWith(file.oldBlob));
  if (fits) yield stacked;
  if (tree !== undefined && file.oldBlob !== undefined) {
    yield* asPreImage(await tree.readBlob(file.oldBlob), `blob ${file.oldBlob}`);
  }
  if (stacked !== undefined && !fits) yield stacked;
  // What the mirror has by that path lacks what the series did to the file before.
  if (stacked !== undefined || tree === undefined) return;
  for (const revision of [revisions.base, revisions.baseCommit]) {
    if (revision !== undefined) yield* asPreImage(await tree.readPath(revision, path), `${path} at ${revision}`);
  }
}

function* asPreImage(reading: BlobReading, base: string): Generator<PreImage> {
  if (reading.ok) yield { text: Buffer.from(reading.blob.bytes).toString('latin1'), id: reading.blob.id, base };
}
