import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Writes a file below a directory, with the directories on its way, and returns its path. */
export function writeFileBelow(directory: string, path: string, content: string | Uint8Array): string {
  const file = join(directory, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}
