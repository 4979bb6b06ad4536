import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { type Fact, factChecks } from './fact-checks.js';

const root = fileURLToPath(new URL('../../../../shared/mails', import.meta.url));
const isHere = existsSync(`${root}/expected.jsonl`);

/** Facts that we do not meet, by the name of their test, and why. A fact that starts to be met fails its test here. */
const differences: Readonly<Record<string, string>> = {
  'mailinfo sample.mbox #14 (default, -u)': 'scissors are honoured always; the fact with --scissors is met',
  'mailinfo sample.mbox #15 (default, -u)': 'an in-body From: without an address leaves the author as he is, not empty',
  'mailinfo sample.mbox #12 --message-id': 'an option that adds a line to the commit message; the id is a field',
  'mailinfo sample.mbox #15 --no-inbody-headers': 'an option; in-body headers are honoured always',
  'mailinfo sample.mbox #16 --no-inbody-headers': 'an option; in-body headers are honoured always',
  'mailinfo sample.mbox #18 --no-inbody-headers': 'an option; in-body headers are honoured always',
  'email 013.eml': 'the author is restored; the address of the list in From: is nobody to answer to',
  'extract_diff 006.txt': 'the blank line after the hunk is its last context line, as its counts and git apply say',
  'extract_diff 007.txt': 'a hunk that ends a line early, in talk, is damage and not a shorter hunk',
  'threads threads': 'the bot that this drops is syzkaller itself; every message is kept in its thread',
};

/** Kinds of facts that are about something else than the reading of mail. */
const notAboutMail: Readonly<Record<string, string>> = {
  'subject -b': 'an option of git that keeps brackets in titles; a title has none here, as the contract says',
};

function readFacts(): readonly Fact[] {
  const lines = readFileSync(`${root}/expected.jsonl`, 'utf8').trim().split('\n');
  return lines.map(line => JSON.parse(line) as Fact);
}

function nameOf(fact: Fact): string {
  const { index, option } = fact.expect;
  const text = fact.input === null ? JSON.stringify(fact.expect).slice(0, 120) : fact.input.replace(/^.*\//, '');
  return [fact.check, text, index === undefined ? '' : `#${index}`, option ?? ''].filter(part => part !== '').join(' ');
}

async function hold(fact: Fact): Promise<void> {
  const check = factChecks[fact.check];
  if (check === undefined) throw new Error(`no reader of mail is asked for ${fact.check}`);
  await check(`${root}/${fact.input}`, fact.expect, root);
}

describe('the facts that patchwork, b4, git, patchew, syzkaller and aerc state in their tests', () => {
  if (!isHere) {
    test.skip('skipped: ../shared/mails is not there', () => {});
    return;
  }
  for (const fact of readFacts()) {
    const name = nameOf(fact);
    const reason = differences[name];
    const other = notAboutMail[fact.check];
    if (other !== undefined) {
      test.skip(`${name} (${other})`, () => {});
      continue;
    }
    if (reason === undefined) test(name, () => hold(fact));
    else test(`${name} (differs: ${reason})`, () => expect(hold(fact)).rejects.toThrow());
  }
});
