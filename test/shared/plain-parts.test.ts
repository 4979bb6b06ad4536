import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { splitHead } from '../../src/mail/mail-head.js';
import { bodyHeadOf } from '../../src/mail/mime-parts.js';
import { isReadAlike } from '../support/compare-parts.js';
import { readRawMails } from '../support/mails.js';
import { repository } from '../support/repository.js';
import { makeTemporaryDirectory } from '../support/temporary.js';

const shared = join(repository, '../shared');
const maybe = existsSync(shared) ? test : test.skip;
const temporary = makeTemporaryDirectory();

/** All multiparts are compared. Of texts in a transfer encoding, of which there are thousands, and of those in none, one in so many is. */
const encodedEvery = 20;
const plainEvery = 200;

async function countAlike(path: string): Promise<{ compared: number; alike: number }> {
  let compared = 0;
  let alike = 0;
  for (const [index, { bytes }] of (await readRawMails(path)).entries()) {
    const mail = Buffer.from(bytes);
    const head = splitHead(mail);
    const bodyHead = bodyHeadOf(head);
    const isEncoded = /^(?:quoted|base64)/i.test(bodyHead.transferEncoding ?? '');
    const isText = /^(?:text\/plain|$)/i.test(bodyHead.contentType ?? '');
    if (isText && index % (isEncoded ? encodedEvery : plainEvery) !== 0) continue;
    compared += 1;
    if (await isReadAlike(bodyHead, mail.subarray(head.bodyStart))) alike += 1;
  }
  return { compared, alike };
}

maybe.each(['linux-nilfs', 'reiserfs-devel'])(
  '%s: what is read without mailparser is read as mailparser would, and that is nearly all',
  async name => {
    const archive = join(temporary, `${name}.git`);
    execFileSync('git', ['clone', '-q', '--mirror', join(shared, `archives/${name}.bundle`), archive]);
    const { compared, alike } = await countAlike(archive);
    expect(compared).toBeGreaterThan(50);
    expect(alike / compared).toBeGreaterThan(0.9);
  },
  120_000,
);

maybe.each(['b4', 'git-t', 'patchew', 'patchwork', 'syzkaller'])(
  'mails/%s: what is read without mailparser is read as mailparser would',
  async name => {
    expect((await countAlike(join(shared, 'mails', name))).compared).toBeGreaterThan(0);
  },
  120_000,
);
