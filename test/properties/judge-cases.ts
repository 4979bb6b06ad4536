import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reviewMails } from '../../src/app/review-mails.js';
import { hashOf } from './hash.js';
import type { MailForm } from './mail-forms.js';
import type { VariedCase } from './property-case.js';
import type { StoredCase } from './scratch-repository.js';

/** What a finding claims. */
export interface Said {
  readonly ruleId: string;
  /** Undefined where the hunks do not tell. */
  readonly functionName: string | undefined;
  readonly path: string;
  readonly side: 'old' | 'new';
  readonly line: number;
}

/** A case and the diff that tells of it. */
export interface ToldCase extends StoredCase<VariedCase> {
  readonly diff: string;
  /** Of another file. */
  readonly otherDiff: string;
}

/**
 * Writes cases as mails into a directory that is made for it, reviews them all in one run, and gives what was said by the name of the
 * case. A case that nothing was made of is not among them.
 */
export async function judgeCases(
  cases: readonly ToldCase[],
  mail: MailForm,
  directory: string,
  mirror: string | undefined,
): Promise<ReadonlyMap<string, readonly Said[]>> {
  if (cases.length === 0) return new Map();
  mkdirSync(directory);
  const mails = cases.map(({ it, baseCommit, diff, otherDiff }) => ({
    name: it.name,
    text: mail.write({ name: it.name, baseCommit, diff, otherDiff }),
  }));
  if (mail.isMbox) {
    const shuffled = mails.toSorted((a, b) => hashOf(a.name) - hashOf(b.name));
    writeFileSync(join(directory, 'all.mbox'), shuffled.map(({ text }) => asMboxEntry(text)).join(''), 'latin1');
  } else {
    for (const [index, { text }] of mails.entries()) writeFileSync(join(directory, `${index}.eml`), text, 'latin1');
  }
  const { run } = await reviewMails({ paths: [directory], mirror }, () => {});
  rmSync(directory, { recursive: true });
  const said = new Map<string, Said[]>();
  for (const { series, findings } of run.reviews) {
    const list = findings.map(({ ruleId, location: { functionName, path, side, line } }) => ({
      ruleId,
      functionName,
      path,
      side,
      line,
    }));
    said.set(series.title, [...(said.get(series.title) ?? []), ...list]);
  }
  return said;
}

/** mboxrd: lines that look like the one that parts two mails get a mark. */
function asMboxEntry(mail: string): string {
  return `From ada@example.com Mon Jan  5 09:40:00 2026\n${mail.replace(/^(>*From )/gm, '>$1')}\n`;
}
