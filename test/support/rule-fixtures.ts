import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { repository } from './repository.js';
import type { Fixture } from './rule-tester.js';

const root = join(repository, 'fixtures/rules');

/** A pair of C files in the folder of a rule: `<name>.old.c` and `<name>.c`. */
export interface NamedFixture extends Fixture {
  readonly ruleId: string;
  readonly name: string;
}

/** A mail of `git format-patch`, and what the whole pipeline must say of it: lines of `rule path:line function`, sorted. */
export interface MailFixture {
  readonly ruleId: string;
  readonly name: string;
  readonly path: string;
  readonly expected: readonly string[];
}

const paths = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile() && entry.name !== 'README.md')
  .map(entry => join(entry.parentPath, entry.name))
  .sort();

/** Files that belong to no fixture: a side without its other side, a mail without its `.expect`, another kind of file. */
export const strayFiles: readonly string[] = paths
  .filter(path => !existsSync(partnerOf(path)))
  .map(path => relative(root, path));

export const pairFixtures: readonly NamedFixture[] = paths
  .filter(path => path.endsWith('.old.c') && existsSync(partnerOf(path)))
  .map(path => ({
    ...nameParts(path, '.old.c'),
    old: readFileSync(path, 'utf8'),
    new: readFileSync(partnerOf(path), 'utf8'),
  }));

export const mailFixtures: readonly MailFixture[] = paths
  .filter(path => path.endsWith('.patch') && existsSync(partnerOf(path)))
  .map(path => ({
    ...nameParts(path, '.patch'),
    path,
    expected: readFileSync(partnerOf(path), 'utf8').split('\n').filter(Boolean),
  }));

/** Empty for a file that no fixture has. */
function partnerOf(path: string): string {
  if (path.endsWith('.old.c')) return path.replace(/\.old\.c$/, '.c');
  if (path.endsWith('.c')) return path.replace(/\.c$/, '.old.c');
  if (path.endsWith('.patch')) return path.replace(/\.patch$/, '.expect');
  return path.endsWith('.expect') ? path.replace(/\.expect$/, '.patch') : '';
}

function nameParts(path: string, extension: string): { ruleId: string; name: string } {
  return { ruleId: relative(root, dirname(path)), name: basename(path, extension) };
}
