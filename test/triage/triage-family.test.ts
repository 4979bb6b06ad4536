import { describe, expect, test } from '@jest/globals';
import type { MirrorCommit } from '../../src/domain/commit.js';
import { patch, post } from '../series/make-thread.js';
import { answer, familyOf, outline, people, triage } from './make-family.js';

const only = patch('v1', '[PATCH] larder: keep the lid on');
const pair = [
  post('cover', '[PATCH 0/2] larder: tidy up', { body: 'Two patches.\n' }),
  patch('p1', '[PATCH 1/2] larder: sort jars', { inReplyTo: 'cover', minute: 1 }),
  patch('p2', '[PATCH 2/2] larder: label jars', { inReplyTo: 'cover', minute: 2 }),
];
const review = 'Reviewed-by: Ada Holm <ada@example.org>\n';

function commit(over: Partial<MirrorCommit>): MirrorCommit {
  const committedAt = Date.UTC(2025, 2, 5);
  return {
    id: 'c'.repeat(40),
    subject: 'larder: keep the lid on',
    committedAt,
    isMerge: false,
    messageIds: [],
    ...over,
  };
}

function stages(...given: Parameters<typeof triage>): readonly string[] {
  return triage(...given).map(({ verdict }) => verdict.stage);
}

describe('the stage of a series', () => {
  test('is told of whatever a subject counts, also of a slip', () => {
    const counts = [0, 1, 2].flatMap(number => [0, 1, 2].map(total => `${number}/${total}`));
    const whatever = counts.flatMap(count => [
      [post('v1', `[PATCH ${count}] larder: tidy up`)],
      [patch('v1', `[PATCH ${count}] larder: tidy up`), answer('r', 'reviewer', 'v1', review)],
    ]);
    for (const messages of whatever)
      expect([messages[0]?.subject, stages(messages)]).toEqual([
        messages[0]?.subject,
        [expect.stringMatching(/^(?:new|reviewed|under-review)$/)],
      ]);
  });

  test.each([
    ['nobody has spoken', [only], 'new because nobody has replied (mail v1@x, minute 0)'],
    [
      'only a robot has spoken',
      [only, answer('r', 'robot', 'v1', 'Build failed. Will fix in v2.\n')],
      'new because only programs have replied (mail v1@x, minute 0)',
    ],
    [
      'somebody has spoken',
      [only, answer('r', 'reviewer', 'v1', 'Why?\n'), answer('s', 'maintainer', 'v1', 'Indeed.\n', 120)],
      'under-review because Ada Holm and Bo Sand replied (mail r@x, minute 100)',
    ],
    [
      'only the author has spoken',
      [only, answer('r', 'author', 'v1', 'Ping?\n')],
      'new because nobody has replied (mail v1@x, minute 0)',
    ],
    [
      'a reviewer has given a tag',
      [only, answer('r', 'reviewer', 'v1', review)],
      'reviewed because tags of Ada Holm cover the patch (mail r@x, minute 100)',
    ],
    [
      'a reviewer refuses',
      [only, answer('r', 'reviewer', 'v1', 'NAK, the jar has no lid.\n')],
      'changes-requested because Ada Holm: "NAK, the jar has no lid." (mail r@x, minute 100)',
    ],
    [
      'the author announces the next version',
      [only, answer('r', 'reviewer', 'v1', 'Why?\n'), answer('s', 'author', 'r', "I'll send a v2.\n", 120)],
      'changes-requested because Nora Lind: "I\'ll send a v2." (mail s@x, minute 120)',
    ],
    [
      'a maintainer has taken it',
      [only, answer('r', 'maintainer', 'v1', 'Applied to larder-next, thanks.\n')],
      'applied because Bo Sand: "Applied to larder-next, thanks." (mail r@x, minute 100)',
    ],
  ])('where %s', (_, messages, expected) => {
    expect(triage(messages).map(outline)).toEqual([`v1@x: ${expected}`]);
  });

  test("words in a quotation, below a diff or in quotation marks are nobody's own", () => {
    const bodies = [
      '> NAK.\n\nWhy?\n',
      'He said "NAK." to me.\n',
      'What about\n\n---\ndiff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1 +1 @@\n-a\n+b\nNAK.\n',
      'Fine.\n\nFrom: Bo Sand\nSent: Monday\nTo: Nora Lind\nSubject: larder\n\nNAK.\n',
      'Fine.\n-- \nNAK.\n',
    ];
    for (const body of bodies) {
      expect(stages([only, answer('r', 'reviewer', 'v1', body)])).toEqual(['under-review']);
    }
  });

  test('what one says of himself does not count for others', () => {
    expect(stages([only, answer('r', 'reviewer', 'v1', "I'll send a v2.\n")])).toEqual(['under-review']);
    expect(stages([only, answer('r', 'author', 'v1', 'Applied.\n')])).toEqual(['new']);
    const own = answer('r', 'author', 'v1', 'Reviewed-by: Nora Lind <nora@example.org>\n');
    expect(stages([only, own])).toEqual(['new']);
  });

  test('the author, too, may say that he pushed it to a named tree', () => {
    expect(stages([only, answer('r', 'author', 'v1', 'Pushed to for-next.\n')])).toEqual(['applied']);
  });

  test('a robot of its name gives no tag', () => {
    const robot = answer('r', 'robot', 'v1', 'Reviewed-by: kernel test robot <lkp@intel.com>\n');
    expect(stages([only, robot])).toEqual(['new']);
  });
});

describe('a series of several patches', () => {
  test('is reviewed once the last patch has a tag; one on the cover letter is for all', () => {
    const first = answer('r', 'reviewer', 'p1', review);
    expect(stages([...pair, first])).toEqual(['under-review']);
    expect(triage([...pair, first, answer('s', 'reviewer', 'p2', review, 130)]).map(outline)).toEqual([
      'cover@x: reviewed because tags of Ada Holm cover every patch (mail s@x, minute 130)',
    ]);
    expect(stages([...pair, answer('s', 'reviewer', 'cover', review)])).toEqual(['reviewed']);
  });

  test('is applied once every patch is', () => {
    const first = answer('r', 'maintainer', 'p1', 'Applied, thanks.\n');
    const [partly] = triage([...pair, first]);
    expect(partly?.verdict.stage).toBe('under-review');
    expect(partly?.patches.map(({ applied }) => applied)).toEqual([{ kind: 'mail', messageId: 'r@x' }, undefined]);
    expect(stages([...pair, first, answer('s', 'maintainer', 'p2', 'Queued up.\n', 130)])).toEqual(['applied']);
    expect(stages([...pair, answer('s', 'maintainer', 'p2', 'Series applied.\n')])).toEqual(['applied']);
    expect(stages([...pair, answer('s', 'maintainer', 'cover', 'Patches 1-2 added to for-next.\n')])).toEqual([
      'applied',
    ]);
  });

  test('what b4 or patchwork list counts, and nothing else', () => {
    const list = (second: string) =>
      `Applied to larder-next, thanks!\n\n[1/2] larder: sort jars\n      commit: 1111111\n[2/2] larder: label jars\n      ${second}\n`;
    expect(stages([...pair, answer('s', 'maintainer', 'cover', list('commit: 2222222'))])).toEqual(['applied']);
    expect(stages([...pair, answer('s', 'maintainer', 'cover', list('(no commit info)'))])).toEqual(['under-review']);
  });

  test('with a hole is neither reviewed nor applied by what is said of the rest', () => {
    const [cover, first] = pair as [(typeof pair)[0], (typeof pair)[0]];
    const said = [answer('r', 'reviewer', 'p1', review), answer('s', 'maintainer', 'p1', 'Applied.\n', 130)];
    expect(stages([cover, first, ...said])).toEqual(['under-review']);
  });
});

describe('of facts that contradict each other', () => {
  const taken = answer('t', 'maintainer', 'v1', 'Applied.\n', 200);
  const second = patch('v2', '[PATCH v2] larder: keep the lid on', { minute: 300 });

  test('a later version goes before words, and words behind it before that version', () => {
    expect(triage([only, taken, second]).map(outline)[0]).toBe(
      'v1@x: superseded because by v2, larder: keep the lid on (series v2@x, minute 300)',
    );
    expect(stages([only, answer('t', 'maintainer', 'v1', 'Applied.\n', 400), second])).toEqual(['applied', 'new']);
  });

  test('a refusal undoes what was taken before, a remark does not', () => {
    expect(stages([only, taken, answer('r', 'reviewer', 'v1', 'NAK.\n', 300)])).toEqual(['changes-requested']);
    expect(stages([only, taken, answer('r', 'author', 'v1', 'Will fix.\n', 300)])).toEqual(['applied']);
    expect(stages([only, taken, answer('r', 'maintainer', 'v1', 'Dropped for now, it breaks arm.\n', 300)])).toEqual([
      'under-review',
    ]);
    expect(stages([only, answer('r', 'reviewer', 'v1', 'NAK.\n', 100), taken])).toEqual(['applied']);
  });

  test('who refused may give a tag, and a maintainer may do without another version', () => {
    const refusal = answer('r', 'reviewer', 'v1', 'NAK.\n', 100);
    expect(stages([only, refusal, answer('s', 'reviewer', 'r', review, 120)])).toEqual(['reviewed']);
    expect(
      stages([only, refusal, answer('s', 'maintainer', 'r', 'Acked-by: Bo Sand <bo@example.com>\n', 120)]),
    ).toEqual(['changes-requested']);
    const announced = answer('r', 'author', 'v1', 'Will fix in v2.\n', 100);
    expect(stages([only, announced, answer('s', 'reviewer', 'r', review, 120)])).toEqual(['changes-requested']);
    const excused = answer('s', 'maintainer', 'r', "No need to resend, I'll fix it up.\n", 120);
    expect(stages([only, announced, excused])).toEqual(['under-review']);
  });
});

describe('a commit of the mirror', () => {
  const patchId = familyOf([only]).series[0]?.patches[0]?.patchId;

  test('goes before all words', () => {
    const refused = [only, answer('r', 'reviewer', 'v1', 'NAK.\n')];
    const commits = [commit({ patchId })];
    expect(triage(refused, { commits }).map(outline)).toEqual([
      `v1@x: applied because commit cccccccccccc, larder: keep the lid on (commit ${'c'.repeat(40)}, minute 960)`,
    ]);
  });

  test('is known by a link with a title like it, not by a link alone', () => {
    expect(stages([only], { commits: [commit({ messageIds: ['v1@x'] })] })).toEqual(['applied']);
    const reworded = commit({ messageIds: ['v1@x'], subject: 'larder: always keep the lid on' });
    expect(stages([only], { commits: [reworded] })).toEqual(['applied']);
    const other = commit({ messageIds: ['v1@x'], subject: 'pantry: mend what the lid broke' });
    expect(stages([only], { commits: [other] })).toEqual(['new']);
  });

  test('belongs to the newest version with its patch-id, and to none that was posted after it', () => {
    const again = { ...patch('v2', '[PATCH v2] larder: keep the lid on', { minute: 300 }), body: only.body };
    expect(stages([only, again], { commits: [commit({ patchId })] })).toEqual(['superseded', 'applied']);
    expect(stages([only], { commits: [commit({ patchId, committedAt: Date.UTC(2025, 1, 1) })] })).toEqual(['new']);
  });
});

describe('the mails of programs that speak for a maintainer', () => {
  test('patchwork-bot says of a patch or a series that it was taken', () => {
    const bot = { name: '', email: 'patchwork-bot+larder@kernel.org' };
    const said = (what: string) =>
      `Hello:\n\nThis ${what} was applied to larder/larder.git (main)\nby Bo Sand <bo@example.com>:\n`;
    expect(stages([...pair, answer('b', bot, 'cover', said('series'))])).toEqual(['applied']);
    expect(stages([...pair, answer('b', bot, 'p1', said('patch'))])).toEqual(['new']);
  });

  test('a commit of the tip tree stands below its patch or links to it', () => {
    const from = { name: 'tip-bot2 for Nora Lind', email: 'tip-bot2@linutronix.de' };
    const body =
      'The following commit has been merged into the larder/core branch of tip:\n\nlarder: keep the lid on\n';
    expect(stages([only, answer('b', from, 'v1', body)])).toEqual(['applied']);
    const loose = post('b', '[tip: larder/core] larder: keep the lid on', {
      from,
      minute: 100,
      body: `${body}\nLink: https://lore.kernel.org/r/v1@x\n`,
    });
    expect(stages([only, loose])).toEqual(['applied']);
  });

  test('the keeper of the -mm tree names patches by their titles', () => {
    const mail = (subject: string, minute: number) =>
      post(subject, subject, {
        from: people.maintainer,
        minute,
        body: 'The patch titled\n     Subject: larder: keep the\n        lid on\nhas been added to the -mm mm-unstable branch.\n',
      });
    const added = mail('+ larder-keep-the-lid-on.patch added to mm-unstable branch', 100);
    const dropped = mail('[to-be-updated] larder-keep-the-lid-on.patch removed from -mm tree', 200);
    expect(stages([only, added])).toEqual(['applied']);
    expect(stages([only, added, dropped])).toEqual(['new']);
  });
});

describe('a series without a word', () => {
  test('for ninety days is stale, and says where it stopped', () => {
    const messages = [only, answer('r', 'reviewer', 'v1', 'Why?\n')];
    expect(stages(messages, { days: 80 })).toEqual(['under-review']);
    const [stale] = triage(messages, { days: 90 });
    expect(stale && outline(stale)).toBe('v1@x: stale because no word from anybody for 96 days (mail r@x, minute 100)');
    expect(stale?.staleAt?.stage).toBe('under-review');
  });

  test('waits for its author', () => {
    const messages = [only, answer('r', 'author', 'v1', "I'll send a v2.\n")];
    expect(triage(messages, { days: 90 })[0]?.verdict.reason).toBe('its author has not come back for 96 days');
  });

  test('is not kept going by a robot, nor by a mail from the future', () => {
    const robot = answer('r', 'robot', 'v1', 'Still broken.\n', 100 * 24 * 60);
    expect(stages([only, robot], { days: 100 })).toEqual(['stale']);
    const ahead = { ...answer('r', 'reviewer', 'v1', 'Why?\n', 9_000_000), receivedAt: Date.UTC(2025, 2, 4, 9) };
    expect(stages([only, ahead], { days: 100 })).toEqual(['stale']);
  });

  test('is not stale once it was applied or superseded', () => {
    expect(stages([only, answer('r', 'maintainer', 'v1', 'Applied.\n')], { days: 900 })).toEqual(['applied']);
    const second = patch('v2', '[PATCH v2] larder: keep the lid on', { minute: 300 });
    expect(stages([only, second], { days: 900 })).toEqual(['superseded', 'stale']);
  });
});

test('the order in which the mails arrive changes nothing', () => {
  const messages = [
    ...pair,
    answer('r', 'reviewer', 'p1', review),
    answer('s', 'author', 'r', 'Will fix in v2.\n', 120),
    answer('t', 'maintainer', 'cover', 'Applied.\n', 150),
  ];
  expect(triage(messages.toReversed())).toEqual(triage(messages));
});
