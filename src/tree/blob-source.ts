import type { Blob, BlobReading } from './tree.js';

/** A file as a repository has it, without its content. */
export interface BlobNote {
  /** Full object id, 40 hex digits. */
  readonly id: string;
  readonly byteCount: number;
}

/** Files that lie elsewhere, so that as many as possible are asked for at a time. What goes wrong on the way is thrown. */
export interface BlobSource {
  /** Finds files by what git would call them: `<commit>:mm/shmem.c`, `8280a5cb48df`. What names no file is left out. */
  findBlobs(names: readonly string[]): Promise<ReadonlyMap<string, BlobNote>>;
  /** The contents of files that were found, by their ids; or why one cannot be had. */
  readBlobs(blobs: readonly BlobNote[]): Promise<ReadonlyMap<string, BlobReading>>;
}

/** Keeps contents of files from one series to the next. */
export interface BlobCache {
  /** Those that are there, by their ids. */
  find(ids: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>>;
  keep(blobs: readonly Blob[]): Promise<void>;
}
