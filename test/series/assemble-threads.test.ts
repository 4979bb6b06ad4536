import { describe, expect, test } from '@jest/globals';
import type { Message } from '../../src/domain/message.js';
import { assembleSeries } from '../../src/series/assemble-series.js';
import { assembleThreads } from '../../src/series/assemble-threads.js';
import { patch, post, reply } from './make-thread.js';

const draw = (messages: readonly Message[]) =>
  assembleThreads(messages).threads.map(thread =>
    thread.nodes.map(node => `${' '.repeat(node.depth)}${node.id}${node.message ? '' : '?'}`),
  );

describe('a thread', () => {
  test('is a tree in reading order with ghosts for what was not seen', () => {
    const mails = [
      { ...reply('r2', 'gone', 'b', 3), references: ['root@x', 'gone@x'] },
      { ...reply('r1', 'root', 'a', 2) },
      { ...reply('r3', 'r1', 'c', 9) },
    ];
    expect(draw(mails)).toEqual([['root@x?', ' r1@x', '  r3@x', ' gone@x?', '  r2@x']]);
  });

  test('has no cycle, whatever its messages say', () => {
    const mails = [reply('a', 'b', ''), reply('b', 'c', ''), reply('c', 'a', '')];
    const [nodes, ...others] = draw(mails);
    expect(others).toEqual([]);
    expect(nodes).toHaveLength(3);
  });

  test('of 20,000 replies one below the other is no trouble', () => {
    const chain = Array.from({ length: 20_000 }, (_, index) => reply(`m${index}`, `m${index - 1}`, '', index));
    expect(assembleThreads(chain).threads[0]?.nodes).toHaveLength(20_001);
  });

  test('takes in a reply without references by its subject', () => {
    const page = {
      ...reply('page', 'x', ''),
      subject: 'Re: [PATCH] lamp: clamp',
      inReplyTo: undefined,
      references: [],
    };
    expect(draw([patch('a', '[PATCH] lamp: clamp'), page])).toEqual([['a@x', ' page@x']]);
    const late = { ...page, sentAt: Date.UTC(2026, 2, 4) };
    expect(draw([patch('a', '[PATCH] lamp: clamp'), late])).toHaveLength(2);
  });
});

describe('copies of a mail', () => {
  const original = patch('a', '[PATCH] lamp: clamp', { listIds: ['b.example.org'], receivedAt: 2 });

  test('from several lists are one message that names them all', () => {
    const copy = {
      ...original,
      digest: 'other',
      subject: '[lamp] [PATCH] lamp: clamp',
      body: `${original.body}\n____\nlamp list\n`,
      listIds: ['a.example.org'],
      receivedAt: 1,
    };
    const { threads, problems } = assembleThreads([original, copy]);
    expect(threads[0]?.nodes[0]?.message?.listIds).toEqual(['a.example.org', 'b.example.org']);
    expect(problems).toEqual([]);
  });

  test('keep the author that no list rewrote', () => {
    const from = { name: 'Nora Lind via lamp', email: 'lamp@lists.example.org' };
    const munged = { ...original, digest: 'other', from, receivedAt: 1 };
    const { threads } = assembleThreads([munged, original]);
    expect(threads[0]?.nodes[0]?.message?.from.email).toBe('nora@example.org');
  });

  test('sent again with another date and the same words are one message', () => {
    const again = { ...original, digest: 'other', sentAt: (original.sentAt ?? 0) + 60_000 };
    expect(assembleThreads([original, again]).problems).toEqual([]);
  });

  test('with other content are imposters: the first to arrive stays, the other is a problem', () => {
    const imposter = { ...original, digest: 'other', body: 'Buy lamps.', receivedAt: 3 };
    for (const mails of [
      [original, imposter],
      [imposter, original],
    ]) {
      const { threads, problems } = assembleThreads(mails);
      expect(threads[0]?.nodes[0]?.message?.body).toBe(original.body);
      expect(problems).toMatchObject([{ code: 'mail-imposter', messageId: 'a@x' }]);
    }
  });
});

describe('the order of arrival', () => {
  const mails = [
    post('c', '[PATCH v2 0/3] lamp', { minute: 0 }),
    patch('a', '[PATCH v2 1/3] one', { inReplyTo: 'c', minute: 1 }),
    patch('b', '[PATCH v2 2/3] two', { inReplyTo: 'c', minute: 1 }),
    patch('b3', '[PATCH v3 2/3] two', { inReplyTo: 'b', minute: 90 }),
    patch('old', '[PATCH] two', { minute: -900 }),
    { ...patch('a', '[PATCH v2 1/3] one', { inReplyTo: 'c', minute: 1 }), digest: 'a copy', listIds: ['l'] },
    { ...post('a', 'spam', { minute: 1 }), digest: 'an imposter' },
    reply('r1', 'b', 'Acked-by: Ada Holm <ada@example.org>'),
    reply('r2', 'gone', 'lost'),
    { ...reply('r3', 'r2', ''), references: ['x@x', 'gone@x', 'r2@x'] },
    { ...reply('r4', 'r3', ''), references: ['y@x', 'x@x', 'r3@x'], sentAt: undefined },
    reply('loop1', 'loop2', ''),
    reply('loop2', 'loop1', ''),
  ];

  test.each(Array.from({ length: 40 }, (_, seed) => seed))('does not matter (shuffle %d)', seed => {
    const shuffled = shuffle(mails, seed + 1);
    const expected = assembleThreads(mails);
    const threads = assembleThreads(shuffled);
    expect(threads).toEqual(expected);
    expect(assembleSeries(threads.threads)).toEqual(assembleSeries(expected.threads));
  });
});

/** Fisher and Yates with a small fixed generator: the same shuffles on every run. */
function shuffle<T>(items: readonly T[], seed: number): T[] {
  const shuffled = [...items];
  let state = seed;
  for (let index = shuffled.length - 1; index > 0; index--) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    const other = state % (index + 1);
    [shuffled[index], shuffled[other]] = [shuffled[other] as T, shuffled[index] as T];
  }
  return shuffled;
}
