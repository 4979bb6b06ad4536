import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { Message } from '../../src/domain/message.js';
import type { Remark } from '../../src/domain/remark.js';
import { readMessage } from '../../src/mail/read-message.js';
import { assembleSeries } from '../../src/series/assemble-series.js';
import { assembleThreads } from '../../src/series/assemble-threads.js';
import { recoverQuotedPatches } from '../../src/series/quoted/recover-quoted-patches.js';
import { placeRemarks } from '../../src/series/remarks/place-remarks.js';
import { readMessages, readRawMails } from '../support/mails.js';
import { repository } from '../support/repository.js';
import { makeTemporaryDirectory } from '../support/temporary.js';

const shared = join(repository, '../shared');
const maybe = existsSync(shared) ? test : test.skip;
const temporary = makeTemporaryDirectory();

function place(messages: readonly Message[]): readonly Remark[] {
  const { threads } = assembleThreads(messages);
  const patches = new Map(
    assembleSeries(threads).flatMap(series => series.patches.map(patch => [patch.messageId, patch])),
  );
  return threads.flatMap(thread => {
    const ofThread = thread.nodes.flatMap(node => patches.get(node.id) ?? []);
    return placeRemarks(thread, [...ofThread, ...recoverQuotedPatches(thread, ofThread)]);
  });
}

interface Truth {
  readonly messageId: string;
  readonly comment: string;
  readonly path: string;
  readonly side: string;
  readonly line: number;
}

/** The scorer of the archives compares so much of a comment. */
function keyOf(remark: { messageId: string; comment: string }): string {
  return `${remark.messageId} ${remark.comment.replace(/\s+/g, ' ').trim().slice(0, 80)}`;
}

maybe('the seed page: the repair is recovered, and both people are placed on mm/shmem.c', async () => {
  const messages = await readMessages(join(shared, 'seed/shmem-reply.txt'));
  const [patch] = assembleThreads(messages).threads.flatMap(thread => recoverQuotedPatches(thread, []));
  const added = patch?.files
    .flatMap(file => file.hunks.flatMap(hunk => hunk.lines))
    .filter(line => line.kind === 'added');
  expect(added).toHaveLength(7);
  expect(added?.map(line => line.text.trim())).toContain('pagefault_disable();');
  const remarks = place(messages);
  expect(remarks.map(remark => remark.quotedFrom)).toEqual([undefined, undefined, 'Ira Weiny']);
  for (const remark of remarks) {
    expect(remark).toMatchObject({ state: 'exact', kind: 'remark', path: 'mm/shmem.c', side: 'new', line: 2431 });
  }
});

maybe(
  'a whole archive: at least 97 of 100 comments exact, none in a wrong file',
  async () => {
    const archive = join(temporary, 'reiserfs.git');
    execFileSync('git', ['clone', '-q', '--mirror', join(shared, 'archives/reiserfs-devel.bundle'), archive]);
    const remarks = place(await Promise.all((await readRawMails(archive)).map(readMessage)));
    const truth = readFileSync(join(shared, 'archives/truth-reiserfs-devel.jsonl'), 'utf8').trim().split('\n');
    let exact = 0;
    for (const want of truth.map((line): Truth => JSON.parse(line))) {
      const got = remarks.filter(remark => keyOf(remark) === keyOf(want));
      const isExact = got.some(
        ({ path, side, line }) => path === want.path && side === want.side && line === want.line,
      );
      if (isExact) exact += 1;
      else expect(got.map(remark => remark.path ?? want.path)).toEqual(got.map(() => want.path));
    }
    expect(exact / truth.length).toBeGreaterThanOrEqual(0.97);
  },
  60_000,
);
