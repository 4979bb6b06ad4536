import { describe, expect, test } from '@jest/globals';
import type { RawMail } from '../../src/domain/message.js';
import type { CommitDiff } from '../../src/domain/pull-request.js';
import { readMessage } from '../../src/mail/read-message.js';
import { makePatch } from '../../src/series/make-patch.js';
import { makePullSeries } from '../../src/series/pull-series.js';

const diff = `diff --git a/mm/jar.c b/mm/jar.c
index 1234567..89abcde 100644
--- a/mm/jar.c
+++ b/mm/jar.c
@@ -1,3 +1,3 @@
 one
-two
+2
 three
`;
const message = `[larder] mm: keep the lid
 on the jar

It fell off.

Fixes: 0123456789ab ("mm: begin")
Signed-off-by: Nora Lind <nora@example.org>
`;

function commitOf(digit: string, parts: Partial<CommitDiff> = {}): CommitDiff {
  return {
    sha: digit.repeat(40),
    parents: ['f'.repeat(40)],
    message,
    authorName: 'Nora Lind',
    authorEmail: 'nora@example.org',
    committedAt: 1_900_000_000_000,
    diff: { ok: true, text: diff },
    ...parts,
  };
}

function pullOf(commitCount: number) {
  return { title: 'Keep the lid on', baseSha: 'e'.repeat(40), headSha: 'd'.repeat(40), commitCount };
}

describe('the series of a pull request', () => {
  test('holds each commit as the patch that its mail would be', async () => {
    const [subject, body] = message.replace('\n on', ' on').split(/\n\n(.*)/s);
    const raw: RawMail = {
      origin: 'mail',
      bytes: Buffer.from(
        `From: Nora Lind <nora@example.org>\nMessage-ID: <commit.${'1'.repeat(40)}@faultline.invalid>\nSubject: [PATCH] ${subject}\n\n${body}\n---\n mm/jar.c | 2 +-\n\n${diff}`,
      ),
    };
    const mailed = makePatch(await readMessage(raw), 1);
    const { series, notChecked } = makePullSeries(pullOf(1), [commitOf('1')]);
    const [patch] = series.patches;
    const { notes: _, files: mailedFiles, ...rest } = mailed;
    expect(patch).toEqual({ ...rest, notes: '', files: expect.anything() });
    expect(patch?.files.map(file => [file.newPath, file.oldBlob, file.hunks.length])).toEqual(
      mailedFiles.map(file => [file.newPath, file.oldBlob, file.hunks.length]),
    );
    expect(patch?.title).toBe('mm: keep the lid on the jar');
    expect([series.id, series.title, series.state, series.total]).toEqual([
      patch?.messageId,
      'Keep the lid on',
      'complete',
      1,
    ]);
    expect(notChecked).toEqual([]);
  });

  test('lies on the parent of its first commit, not on what the branch has become', () => {
    expect(makePullSeries(pullOf(1), [commitOf('1')]).series.baseCommit).toBe('f'.repeat(40));
    expect(makePullSeries(pullOf(0), []).series.baseCommit).toBe('e'.repeat(40));
  });

  test('says which commits were not read, and is not whole then', () => {
    const unread = commitOf('2', { diff: { ok: false, reason: 'it is a merge' } });
    const { series, notChecked } = makePullSeries(pullOf(2), [commitOf('1'), unread]);
    expect(notChecked).toEqual([{ patch: 2, reason: 'commit 222222222222 was not read: it is a merge' }]);
    expect([series.state, series.patches.map(({ files }) => files.length)]).toEqual(['unreadable', [1, 0]]);
  });

  test('misses the commits that GitHub does not list', () => {
    const { series } = makePullSeries(pullOf(3), [commitOf('1')]);
    expect([series.state, series.missing, series.total]).toEqual(['incomplete', [2, 3], 3]);
    expect(makePullSeries(pullOf(100_000), [commitOf('1')]).series.missing).toHaveLength(999);
  });

  test('takes a commit that changes nothing for read', () => {
    const { series, notChecked } = makePullSeries(pullOf(1), [commitOf('1', { diff: { ok: true, text: '' } })]);
    expect([series.state, series.patches[0]?.patchId, notChecked]).toEqual(['complete', undefined, []]);
  });
});
