import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { groupBy } from '../src/domain/group-by.js';
import { rules } from '../src/rules/registry.js';
import { runGit } from '../test/support/git.js';
import { printGitDiff } from '../test/support/print-diff.js';
import { repository } from '../test/support/repository.js';
import { pairFixtures } from '../test/support/rule-fixtures.js';
import { readMarkers } from '../test/support/rule-markers.js';
import { writeFileBelow } from '../test/support/write-file-below.js';
import { drawEvenly } from './figures.js';

/** Mails of one patch each, and a repository with the code before them. */
export interface Workload {
  readonly name: string;
  readonly paths: readonly string[];
  readonly mirror: string;
}

const corpus = join(repository, '../shared/kmap/corpus');
/** As many as the shared corpus has, roughly. */
const madePatchesMax = 250;

/** The shared corpus of real kernel functions where it lies beside the checkout, else patches made of the fixtures; `most` of them. */
export function prepareWorkload(directory: string, most: number): Workload {
  const mirror = join(directory, 'mirror.git');
  return existsSync(corpus)
    ? prepareCorpus(mirror, most)
    : makePatches(directory, mirror, Math.min(most, madePatchesMax));
}

function prepareCorpus(mirror: string, most: number): Workload {
  runGit(corpus, ['clone', '--quiet', '--mirror', join(corpus, 'mirror.bundle'), mirror]);
  const mails = readdirSync(join(corpus, 'mails')).sort();
  const paths = drawEvenly(mails, most).map(name => join(corpus, 'mails', name));
  return { name: 'the shared corpus of kernel functions', paths, mirror };
}

/** Per rule one long file of all old sides, and a patch for each of them that makes it new. */
function makePatches(directory: string, mirror: string, most: number): Workload {
  const [before, mails] = ['before', 'mails'].map(name => join(directory, name)) as [string, string];
  mkdirSync(mails, { recursive: true });
  const paths: string[] = [];
  for (const [ruleId, fixtures] of groupBy(pairFixtures, fixture => fixture.ruleId)) {
    const sides = fixtures.map(({ old, new: now }) => [old, now].map(withoutMarkers) as [string, string]);
    const path = `${ruleId}.c`;
    const base = sides.map(([old]) => old).join('\n');
    writeFileBelow(before, path, base);
    for (const [index, [, now]] of sides.entries()) {
      const after = sides.map(([old], other) => (other === index ? now : old)).join('\n');
      const name = `${paths.length}`.padStart(4, '0');
      const head = `From: author@example.org\nMessage-ID: <${name}@example.org>\nSubject: [PATCH] ${path}: change ${index}\n`;
      writeFileSync(join(mails, `${name}.eml`), `${head}\n${printGitDiff(path, base, after, 3)}`);
      paths.push(join(mails, `${name}.eml`));
    }
  }
  runGit(before, ['init', '--quiet']);
  runGit(before, ['add', '.']);
  runGit(before, ['-c', 'user.name=A', '-c', 'user.email=a@example.org', 'commit', '--quiet', '--message', 'before']);
  runGit(directory, ['clone', '--quiet', '--mirror', before, mirror]);
  return { name: 'patches made of the fixtures (no ../shared)', paths: drawEvenly(paths, most), mirror };
}

function withoutMarkers(text: string): string {
  const ruleIds = rules.map(rule => rule.id);
  return readMarkers(text, ruleIds).code;
}
