import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { groupBy } from '../../src/domain/group-by.js';
import { repository } from './repository.js';
import type { Fixture, FixtureFile } from './rule-tester.js';

const root = join(repository, 'fixtures/rules');

/**
 * A pair of C files in the folder of a rule: `<name>.old.c` and `<name>.c`; or a folder `<name>` of its own, with the pair
 * `file.old.c` and `file.c` and more files, each alone or with its old side.
 */
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

/** The files of fixtures that are folders, by their folder: `<family>/<rule>/<name>/<file>`. */
const folders = groupBy(paths.filter(isInFolder), path => dirname(path));
const single = paths.filter(path => !isInFolder(path));

/** Files that belong to no fixture: a side without its other side, a mail without its `.expect`, another kind of file. */
export const strayFiles: readonly string[] = [
  ...single.filter(path => !existsSync(partnerOf(path))),
  ...[...folders.values()].flat().filter(path => !/\.[ch]$/.test(path) || !existsSync(afterOf(path))),
  ...[...folders].filter(([folder, files]) => !files.includes(join(folder, 'file.old.c'))).map(([folder]) => folder),
].map(path => relative(root, path));

export const pairFixtures: readonly NamedFixture[] = [
  ...single
    .filter(path => path.endsWith('.old.c') && existsSync(partnerOf(path)))
    .map(path => ({ ...nameParts(path, '.old.c'), ...readSides(partnerOf(path)) })),
  ...[...folders].map(([folder, files]) => {
    const sides = files.filter(path => path === afterOf(path)).map(path => [basename(path), readSides(path)] as const);
    const { 'file.c': main = { old: '', new: '' }, ...others } = Object.fromEntries(sides);
    const named = Object.entries(others).map(([name, file]) => [`fixture/${name}`, file] as const);
    return { ...nameParts(folder, ''), ...main, others: Object.fromEntries(named) };
  }),
];

export const mailFixtures: readonly MailFixture[] = single
  .filter(path => path.endsWith('.patch') && existsSync(partnerOf(path)))
  .map(path => ({
    ...nameParts(path, '.patch'),
    path,
    expected: readFileSync(partnerOf(path), 'utf8').split('\n').filter(Boolean),
  }));

function isInFolder(path: string): boolean {
  return relative(root, path).split('/').length > 3;
}

/** The side after the change of a file in a folder: the file itself where it is that, or the only one. */
function afterOf(path: string): string {
  return path.replace(/\.old(\.[ch])$/, '$1');
}

function readSides(after: string): FixtureFile {
  const before = after.replace(/(\.[ch])$/, '.old$1');
  return { old: readFileSync(existsSync(before) ? before : after, 'utf8'), new: readFileSync(after, 'utf8') };
}

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
