import { createHash } from 'node:crypto';

/** 40 hex digits of a SHA-1 repository, 64 of a SHA-256 one. */
export type ObjectFormat = 'sha1' | 'sha256';

/** The id that git gives a blob of these bytes: the hash of `blob <size>\0` and the bytes, in hex. */
export function blobIdOf(bytes: Uint8Array, format: ObjectFormat = 'sha1'): string {
  return createHash(format).update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
