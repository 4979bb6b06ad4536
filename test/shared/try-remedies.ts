import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reviewMails } from '../../src/app/review-mails.js';
import type { Finding } from '../../src/domain/finding.js';
import { hashOf } from '../properties/hash.js';
import { runGit } from '../support/git.js';
import { repository } from '../support/repository.js';

const corpus = join(repository, '../shared/kmap/corpus');
const flagship = 'kmap/lost-pagefault-disable';

/** What came of a finding: no remedy, one that git would not apply, one that left something to say, or a good one. */
export type Outcome = 'none' | 'misfit' | 'noisy' | 'silent';

export interface TriedRemedy {
  /** `path:line function`. */
  readonly place: string;
  readonly outcome: Outcome;
}

/**
 * Tries the remedy of every flagship finding of the shared corpus, as its author would: the patch is applied to its base by git, the
 * remedy on top of it by `git apply`, and the difference to the base is reviewed as a mail of its own. `directory` is empty. Of the mails
 * of the corpus one of `every` is taken, always the same ones.
 */
export async function tryRemedies(directory: string, every = 1): Promise<readonly TriedRemedy[]> {
  const mirror = join(directory, 'mirror.git');
  const work = join(directory, 'work');
  runGit(directory, ['clone', '--quiet', '--mirror', join(corpus, 'mirror.bundle'), mirror]);
  runGit(directory, ['clone', '--quiet', '--no-checkout', mirror, work]);
  const folder = join(corpus, 'mails');
  const names = readdirSync(folder).filter(name => hashOf(name) % every === 0);
  const paths = names.map(name => join(folder, name));
  const { run } = await reviewMails({ paths, mirror }, () => {});
  const pathOf = new Map(paths.map(path => [/^Message-ID: <([^>]+)>/m.exec(readFileSync(path, 'latin1'))?.[1], path]));
  const findings = run.reviews.flatMap(review => review.findings);
  const tried: TriedRemedy[] = [];
  for (const finding of findings.filter(each => each.ruleId === flagship)) {
    const { path, line, functionName } = finding.location;
    const before = findings.filter(each => each.messageId === finding.messageId);
    const mail = pathOf.get(finding.messageId) ?? '';
    const outcome = await tryRemedy(finding, before, mail, { mirror, work, directory });
    tried.push({ place: `${path}:${line} ${functionName}`, outcome });
  }
  return tried;
}

async function tryRemedy(
  finding: Finding,
  before: readonly Finding[],
  mail: string,
  { mirror, work, directory }: Readonly<Record<'mirror' | 'work' | 'directory', string>>,
): Promise<Outcome> {
  if (!finding.remedy) return 'none';
  const [, base = ''] = /^base-commit: (\w+)/m.exec(readFileSync(mail, 'latin1')) ?? [];
  runGit(work, ['checkout', '--quiet', '--force', '--detach', base]);
  runGit(work, ['apply', mail]);
  try {
    runGit(work, ['apply', '--whitespace=nowarn', '-'], finding.remedy.diff);
  } catch {
    return 'misfit';
  }
  const corrected = join(directory, 'corrected.eml');
  const head =
    'From: A <a@example.org>\nMessage-ID: <corrected@example.org>\nSubject: [PATCH] corrected\n\nText.\n---\n';
  writeFileSync(corrected, `${head}${runGit(work, ['diff'])}--\n`);
  const { run } = await reviewMails({ paths: [corrected], mirror, base }, () => {});
  const after = run.reviews.flatMap(review => review.findings);
  const isWhole = run.reviews.every(review => review.problems.length === 0);
  const said = before.filter(each => each !== finding).map(outline);
  return isWhole && after.length < before.length && after.map(outline).every(line => said.includes(line))
    ? 'silent'
    : 'noisy';
}

function outline({ ruleId, location, evidence }: Finding): string {
  return `${ruleId} ${location.functionName} ${location.text.trim()} ${evidence}`;
}
