import { describe, expect, test } from '@jest/globals';
import { limits } from '../../src/domain/limits.js';
import type { Message } from '../../src/domain/message.js';
import { outlines, patch, post, reply, seriesOf } from './make-thread.js';

/** What a mail without a Message-ID has instead. */
function file(letter: string): Pick<Message, 'id' | 'digest'> {
  return { id: `page.${letter.repeat(16)}@faultline.invalid`, digest: letter.repeat(64) };
}

describe('a series', () => {
  test('is its cover and its patches, in order of their numbers', () => {
    const mails = [
      patch('b', '[PATCH v2 2/2] two', { inReplyTo: 'c', minute: 2 }),
      post('c', '[PATCH v2 0/2] both', { minute: 0 }),
      patch('a', '[PATCH v2 1/2] one', { inReplyTo: 'c', minute: 1 }),
    ];
    expect(outlines(mails)).toEqual(['v2 c: 1=a 2=b']);
    expect(seriesOf(mails)[0]).toMatchObject({ id: 'c@x', title: 'both', state: 'complete', total: 2 });
  });

  test('names its holes and says so', () => {
    const [series] = seriesOf([patch('c', '[PATCH 3/4] three')]);
    expect(series).toMatchObject({ id: 'c@x', missing: [1, 2, 4], state: 'incomplete' });
    expect(series?.problems).toMatchObject([{ code: 'series-incomplete', messageId: 'c@x' }]);
  });

  test('with a patch that shows no diff is unreadable', () => {
    const [series] = seriesOf([
      patch('a', '[PATCH 1/2] one'),
      post('b', '[PATCH 2/2] two', { inReplyTo: 'a', minute: 1 }),
    ]);
    expect(series).toMatchObject({ state: 'unreadable', problems: [{ code: 'diff-damaged', messageId: 'b@x' }] });
  });

  test('may be one patch, without a number or a bracket', () => {
    expect(outlines([patch('a', 'lamp: clamp')])).toEqual(['v1 1=a']);
  });

  test('is not joined by a reply that holds a diff', () => {
    const counter = { ...patch('r', 'Re: [PATCH 1/2] one', { inReplyTo: 'a', minute: 3 }) };
    expect(outlines([patch('a', '[PATCH 1/2] one'), counter])).toEqual(['v1 1=a (missing 2)']);
  });

  test('is not made of pull requests and of notices that show a patch again', () => {
    const titles = [
      '[GIT PULL] lamps for v6.15',
      'FAILED: patch "[PATCH] lamp: clamp" failed to apply to 6.1-stable tree',
      'Patch "lamp: clamp" has been added to the 6.1-stable tree',
      '+ lamp-clamp.patch added to mm-unstable branch',
      '[merged mm-stable] lamp-clamp.patch removed from -mm tree',
    ];
    expect(outlines(titles.map((title, index) => patch(`n${index}`, title)))).toEqual([]);
    expect(outlines([patch('a', '[PULL 3/28] lamp: clamp')])).toHaveLength(1);
  });

  test('is none in a notice that answers a patch at hand, and one where the patch was not seen', () => {
    const notice = patch('tip', '[tip: lamp/core] lamp: clamp', { inReplyTo: 'a', minute: 9 });
    expect(outlines([patch('a', '[PATCH] lamp: clamp'), notice])).toEqual(['v1 1=a']);
    expect(outlines([notice])).toEqual(['v1 1=tip']);
  });

  test('in HTML alone is shown as unreadable', () => {
    expect(seriesOf([post('a', '[PATCH] lamp: clamp')])[0]).toMatchObject({ state: 'unreadable' });
  });

  test('has the versions of one thread apart, each linked to the one before', () => {
    const mails = [
      post('c1', '[PATCH 0/1] lamp'),
      patch('a1', '[PATCH 1/1] one', { inReplyTo: 'c1', minute: 1 }),
      post('c2', '[PATCH v2 0/1] lamp', { inReplyTo: 'a1', minute: 60 }),
      patch('a2', '[PATCH v2 1/1] one', { inReplyTo: 'c2', minute: 61 }),
    ];
    expect(outlines(mails)).toEqual(['v1 c1: 1=a1', 'v2 c2: 1=a2']);
    expect(seriesOf(mails)[1]?.predecessorId).toBe('c1@x');
  });

  test('takes the version that only the cover states', () => {
    const mails = [post('c', '[PATCH v3 0/2] lamp'), patch('a', '[PATCH 1/2] one', { inReplyTo: 'c', minute: 1 })];
    expect(outlines(mails)).toEqual(['v3 c: 1=a (missing 2)']);
  });

  test('believes its patches where the cover has a slip in the version', () => {
    const mails = [post('c', '[PATCH v4 0/1] lamp'), patch('a', '[PATCH v3 1/1] one', { inReplyTo: 'c', minute: 1 })];
    expect(outlines(mails)).toEqual(['v3 c: 1=a']);
  });

  test('has a cover that is numbered nowhere', () => {
    const mails = [post('c', 'two clamps'), patch('a', '[PATCH 1/1] one', { inReplyTo: 'c', minute: 1 })];
    expect(outlines(mails)).toEqual(['v1 c: 1=a']);
  });

  test('has no cover in what somebody else wrote', () => {
    const from = { name: 'Ada Holm', email: 'ada@example.org' };
    const mails = [post('bug', 'it flickers', { from }), patch('a', '[PATCH] one', { inReplyTo: 'bug', minute: 1 })];
    expect(outlines(mails)).toEqual(['v1 1=a']);
  });

  test('sent without threading is put together by sender, version, total and hour', () => {
    const together = [patch('a', '[PATCH 1/2] one'), patch('b', '[PATCH 2/2] two', { minute: 1 })];
    expect(outlines(together)).toEqual(['v1 1=a 2=b']);
    const apart = [patch('a', '[PATCH 1/2] one'), patch('b', '[PATCH 2/2] two', { minute: 90 })];
    expect(outlines(apart)).toEqual(['v1 1=a (missing 2)', 'v1 2=b (missing 1)']);
  });

  test('of files that were not sent yet is one with its cover and its base, whatever their dates', () => {
    const base = '0123456789abcdef0123456789abcdef01234567';
    const patches = [
      patch('one', '[PATCH 1/2] one', { ...file('a'), minute: 0 }),
      patch('two', '[PATCH 2/2] two', { ...file('b'), minute: 10_000 }),
    ];
    const cover = post('cover', '[PATCH 0/2] both', {
      ...file('c'),
      minute: 20_000,
      body: `Why.\n\nbase-commit: ${base}\n`,
    });
    const [series, ...others] = seriesOf([cover, ...patches]);
    expect(others).toEqual([]);
    expect(series).toMatchObject({ id: cover.id, title: 'both', state: 'complete', baseCommit: base });
    expect(series?.patches.map(({ number }) => number)).toEqual([1, 2]);
    const alone = patch('one', '[PATCH] another', { ...file('d'), minute: 1 });
    expect(seriesOf([cover, ...patches, alone])).toHaveLength(2);
  });

  test('of files that were not sent yet takes no file out of another folder', () => {
    const at = (origin: string, letter: string, minute: number) => ({ ...file(letter), origin, minute });
    const mails = [
      patch('a1', '[PATCH 1/2] one', at('a/0001.patch#1', 'a', 0)),
      patch('b1', '[PATCH 1/2] three', at('b/0001.patch#1', 'b', 1)),
      patch('a2', '[PATCH 2/2] two', at('a/0002.patch#1', 'c', 2)),
      patch('b2', '[PATCH 2/2] four', at('b/0002.patch#1', 'd', 3)),
      post('a0', '[PATCH 0/2] A', at('a/0000.patch#1', 'e', 4)),
      post('b0', '[PATCH 0/2] B', at('b/0000.patch#1', 'f', 5)),
    ];
    const titles = seriesOf(mails).map(series => [series.title, ...series.patches.map(({ title }) => title)]);
    expect(titles.sort()).toEqual([
      ['A', 'one', 'two'],
      ['B', 'three', 'four'],
    ]);
  });

  test('of one file that was not sent yet has its cover, too', () => {
    const mails = [
      patch('one', '[PATCH 1/1] one', file('a')),
      post('cover', '[PATCH 0/1] one', { ...file('c'), minute: 1 }),
    ];
    expect(seriesOf(mails)).toMatchObject([{ title: 'one', cover: { title: 'one' }, state: 'complete' }]);
  });

  test('sent again in part is filled from the version before', () => {
    const mails = [
      patch('a', '[PATCH 1/2] one'),
      patch('b', '[PATCH 2/2] two', { inReplyTo: 'a', minute: 1 }),
      patch('b2', '[PATCH v2 2/2] two', { inReplyTo: 'b', minute: 90 }),
    ];
    expect(outlines(mails)).toEqual(['v1 1=a 2=b', 'v2 1=a 2=b2']);
  });

  test('may grow beyond its announced length', () => {
    const mails = [patch('a', '[PATCH 1/1] one'), patch('b', '[PATCH 2/1] two', { inReplyTo: 'a', minute: 1 })];
    expect(outlines(mails)).toEqual(['v1 1=a 2=b']);
    const third = patch('c', '[PATCH 3/3] three', { inReplyTo: 'a', minute: 2 });
    expect(outlines([...mails, third])).toEqual(['v1 1=a 2=b 3=c']);
  });

  test('announcing a hundred thousand patches makes no table of holes', () => {
    expect(seriesOf([patch('a', '[PATCH 1/99999] one')])[0]?.missing.length).toBeLessThan(1000);
  });
});

describe('a predecessor', () => {
  const v1 = patch('a1', '[PATCH] lamp: clamp');

  test('is found by change-id, whatever the titles say', () => {
    const withId = (name: string, subject: string, minute: number) =>
      patch(name, subject, { body: `${v1.body}\nchange-id: 20250301-lamp-1a2b3c\n`, minute });
    const series = seriesOf([withId('a', '[PATCH] lamp: clamp', 0), withId('b', '[PATCH v2] light: limit', 900)]);
    expect(series[1]?.predecessorId).toBe('a@x');
  });

  test('is found by a link to it', () => {
    const body = `${v1.body}\nLink to v1: https://lists.example.org/lamp/a1@x\n`;
    expect(seriesOf([v1, patch('b', '[PATCH v2] light: limit', { body, minute: 900 })])[1]?.predecessorId).toBe('a1@x');
  });

  test('is found by author and title', () => {
    expect(seriesOf([v1, patch('b', '[PATCH v2] Lamp: clamp.', { minute: 900 })])[1]?.predecessorId).toBe('a1@x');
  });

  test('is not somebody else`s patch of that title, nor an equal one without a number', () => {
    const from = { name: 'Ada Holm', email: 'ada@example.org' };
    expect(seriesOf([v1, patch('b', '[PATCH v2] lamp: clamp', { minute: 9, from })])[1]?.predecessorId).toBeUndefined();
    expect(seriesOf([v1, patch('b', '[PATCH] lamp: clamp', { minute: 9 })])[1]?.predecessorId).toBeUndefined();
  });

  test('is found however many strangers post under its title', () => {
    const strangers = Array.from({ length: limits.alikeSeriesMax }, (_, index) =>
      patch(`s${index}`, '[PATCH] lamp: clamp', { from: { name: 'Any', email: `any${index}@example.com` } }),
    );
    const mine = [{ ...v1, sentAt: (v1.sentAt ?? 0) + 60_000 }, patch('b', '[PATCH v2] lamp: clamp', { minute: 900 })];
    expect(seriesOf([...strangers, ...mine]).at(-1)?.predecessorId).toBe('a1@x');
  });

  test('is found by the address of its author, whoever sent it', () => {
    const from = { name: 'Ada Holm', email: 'Ada@example.org' };
    const body = `From: Nora Lind <nora@example.org>\n\n${v1.body}`;
    const sent = patch('b', '[PATCH v2] lamp: clamp', { minute: 900, from, body });
    expect(seriesOf([v1, sent])[1]?.predecessorId).toBe('a1@x');
    const further = patch('c', '[PATCH v3] lamp: clamp', {
      minute: 1_900,
      from: { ...from, email: 'ada@example.org' },
    });
    expect(seriesOf([v1, sent, further])[2]?.predecessorId).toBe('b@x');
  });

  test('is the series that it answers with a new version or with the same title, not with another topic', () => {
    const answer = (subject: string) => seriesOf([v1, patch('b', subject, { inReplyTo: 'a1', minute: 9 })])[1];
    expect(answer('[PATCH v2] light: limit')?.predecessorId).toBe('a1@x');
    expect(answer('[PATCH] lamp: clamp')?.predecessorId).toBe('a1@x');
    expect(answer('[PATCH lamp-tools] show the level')?.predecessorId).toBeUndefined();
  });

  test('is the same version where the subject says RESEND', () => {
    expect(seriesOf([v1, patch('b', '[PATCH RESEND] lamp: clamp', { minute: 9 })])[1]?.predecessorId).toBe('a1@x');
  });

  test('is what a reply says it supersedes', () => {
    const v2 = patch('b', '[PATCH v2] light: limit', { minute: 900 });
    const note = reply('r', 'b', 'Supersedes: <a1@x>\n', 901);
    expect(seriesOf([v1, v2, note])[1]?.predecessorId).toBe('a1@x');
  });
});

describe('a reply', () => {
  const mails = [post('c', '[PATCH 0/1] lamp'), patch('a', '[PATCH 1/1] one', { inReplyTo: 'c', minute: 1 })];
  const trailersAfter = (...replies: Parameters<typeof seriesOf>[0]) =>
    seriesOf([...mails, ...replies])[0]?.trailers.map(({ value, fromMessageId, toMessageId }) => [
      value,
      fromMessageId,
      toMessageId,
    ]);

  test('gives its tag to the patch or the cover that it answers, through other replies', () => {
    expect(
      trailersAfter(
        reply('r1', 'a', 'Why?'),
        reply('r2', 'r1', 'I see. Acked-by below.\n\nAcked-by: Ada Holm <ada@example.org>\n', 101),
        reply('r3', 'c', 'Reviewed-by: Holm, Ada <ada@elsewhere.example>\n'),
      ),
    ).toEqual([
      ['Holm, Ada <ada@elsewhere.example>', 'r3@x', 'c@x'],
      ['Ada Holm <ada@example.org>', 'r2@x', 'a@x'],
    ]);
  });

  test('gives no tag in the name of somebody else', () => {
    expect(trailersAfter(reply('r', 'a', 'Tested-by: Paul Ek <paul@example.org>\n'))).toEqual([]);
  });

  test('keeps the tags of a patch that it proposes', () => {
    const body = 'Rather:\n---\nSigned-off-by: Ada Holm <ada@example.org>\n';
    expect(trailersAfter(reply('r', 'a', body))).toEqual([]);
  });
});
