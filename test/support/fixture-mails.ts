import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { groupBy } from '../../src/domain/group-by.js';
import { rules } from '../../src/rules/registry.js';
import { runGit } from './git.js';
import { printGitDiff } from './print-diff.js';
import { pairFixtures } from './rule-fixtures.js';
import { readMarkers } from './rule-markers.js';
import { writeFileBelow } from './write-file-below.js';

/** Mails of one patch each, and a repository with the code before them. */
export interface MailsWithMirror {
  readonly paths: readonly string[];
  readonly mirror: string;
}

/** Writes, for each rule, one long file of the old sides of its fixtures, and a mail for each of them that makes it new. */
export function writeFixtureMails(directory: string): MailsWithMirror {
  const [before, mails, mirror] = ['before', 'mails', 'mirror.git'].map(name => join(directory, name)) as [
    string,
    string,
    string,
  ];
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
  return { paths, mirror };
}

function withoutMarkers(text: string): string {
  const ruleIds = rules.map(rule => rule.id);
  return readMarkers(text, ruleIds).code;
}
