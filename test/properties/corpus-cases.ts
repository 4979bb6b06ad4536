import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyPatch } from 'diff';
import { runGit } from '../support/git.js';
import { repository } from '../support/repository.js';
import type { PropertyCase } from './property-case.js';
import { readBlobs } from './read-blobs.js';

const corpus = join(repository, '../shared/kmap/corpus');

interface Claim {
  readonly rule: string;
  readonly function: string;
  readonly or?: readonly string[];
}

interface Expectation {
  readonly slug: string;
  readonly file: string;
  readonly expect: readonly Claim[];
  readonly may: readonly Claim[];
}

export const hasCorpus = existsSync(corpus);

/** The shared cases of real kernel functions, by default all. `scratch`: an empty directory in which their tree is unpacked. */
export function readCorpusCases(scratch: string, isTaken = (_name: string): boolean => true): readonly PropertyCase[] {
  runGit(scratch, ['clone', '-q', '--mirror', join(corpus, 'mirror.bundle'), 'corpus.git']);
  const git = join(scratch, 'corpus.git');
  const expectations = readFileSync(join(corpus, 'expected.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line) as Expectation)
    .filter(({ slug }) => isTaken(slug));
  const trees = expectations.map(({ slug }) => listTree(git, `base/${slug}`));
  const blobs = readBlobs(git, [...new Set(trees.flatMap(tree => [...tree.values()]))]);
  return expectations.map((expectation, index) => {
    const tree = trees[index] ?? new Map<string, string>();
    return makeCase(expectation, new Map([...tree].map(([path, blob]) => [path, blobs.get(blob) ?? ''])));
  });
}

function listTree(git: string, revision: string): ReadonlyMap<string, string> {
  const entries = runGit(git, ['ls-tree', '-r', '--full-tree', '-z', revision]).split('\0').filter(Boolean);
  return new Map(
    entries.map(entry => {
      const [, blob = '', path = ''] = /^\d+ blob (\w+)\t(.*)$/s.exec(entry) ?? [];
      return [path, blob];
    }),
  );
}

function makeCase({ slug, file, expect, may }: Expectation, before: ReadonlyMap<string, string>): PropertyCase {
  const mail = readFileSync(join(corpus, 'mails', `${slug}.eml`), 'latin1');
  const diff = mail.slice(mail.indexOf('\n--- a/') + 1).replace(/\n(?:\nbase-commit: |-- \n)[\s\S]*$/, '\n');
  const after = applyPatch(before.get(file) ?? '', diff);
  if (after === false) throw new Error(`${slug} does not apply`);
  const excused = [...expect, ...may].flatMap(claim =>
    [claim.function, ...(claim.or ?? [])].map(name => `${claim.rule} ${name}`),
  );
  return { name: slug, before, path: file, after, excused };
}
