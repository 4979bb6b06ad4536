import { appendFileSync, utimesSync } from 'node:fs';

/** Appends to a file, which is made where it is missing, and leaves it as if nobody had written to it for an hour. */
export function appendQuietly(path: string, content: string | Uint8Array): string {
  appendFileSync(path, content);
  makeQuiet(path);
  return path;
}

/** Nobody has written to this file for an hour. */
export function makeQuiet(path: string): void {
  const then = Date.now() / 1_000 - 3_600;
  utimesSync(path, then, then);
}
