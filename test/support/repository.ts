import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout: tests run from dist/test. */
export const repository = fileURLToPath(new URL('../../..', import.meta.url));

/** The text of a file of the checkout. */
export function readRepositoryFile(path: string): string {
  return readFileSync(join(repository, path), 'utf8');
}

/** The paths of all TypeScript files below a folder of the checkout, relative to the checkout. */
export function typeScriptFiles(folder: string): readonly string[] {
  return readdirSync(join(repository, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
    .map(entry => relative(repository, join(entry.parentPath, entry.name)))
    .sort();
}
