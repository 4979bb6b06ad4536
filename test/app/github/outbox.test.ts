import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { OutboxOptions } from '../../../src/app/github/outbox.js';
import { GitHubRefusal, type RefusalKind } from '../../../src/reporters/github/github-client.js';
import { isPostOf, withMarker } from '../../../src/reporters/github/send-marker.js';
import { Store } from '../../../src/store/store.js';
import { ourselves } from '../../support/memory-github.js';
import { addRepository, contents, OutboxBench, planOf } from '../../support/outbox-bench.js';
import { makeTemporaryDirectory } from '../../support/temporary.js';

const root = makeTemporaryDirectory();
const minute = 60_000;
const hour = 60 * minute;
const signal = new AbortController().signal;
let store: Store;
let bench: OutboxBench;

beforeAll(async () => {
  store = await Store.open(join(root, 'store'), { mayMake: true });
});
afterAll(() => store.close());
beforeEach(async () => {
  bench = await OutboxBench.make(store.db);
});

/** The write with this number, from 1 on, is refused. */
function refuseWrite(number: number, kind: RefusalKind, message: string, retryAt?: number): void {
  let seen = 0;
  bench.github.fault = (route, when) => {
    if (when !== 'before' || route.startsWith('GET')) return;
    seen += 1;
    if (seen === number) throw new GitHubRefusal(kind, message, { retryAt });
  };
}

async function benchWith(overrides: Partial<OutboxOptions>): Promise<OutboxBench> {
  bench = await OutboxBench.make(store.db, overrides);
  return bench;
}

function answers(number: number) {
  return Array.from({ length: number }, (_, index) => planOf(`answer${index}`, contents.issueComment(`${index}`, 7)));
}

function troubleOfRepository() {
  return store.db.selectFrom('repository').select('trouble').where('id', '=', 1).executeTakeFirstOrThrow();
}

test('what is withheld is never sent, and is when posting is switched on', async () => {
  await bench.plan(planOf('answer', contents.issueComment('hello', 7), { withheld: 'posting is off' }));
  await bench.drain();
  expect(bench.github.asked).toEqual([]);
  await bench.plan(planOf('answer', contents.issueComment('hello', 7)));
  await bench.drain();
  expect(bench.github.issueComments).toHaveLength(1);
});

test('what is withheld after an attempt in doubt is looked for, and not sent again', async () => {
  refuseWrite(1, 'doubtful', 'Server Error');
  const plan = planOf('answer', contents.issueComment('hello', 7));
  await bench.plan(plan);
  await bench.open().sendDue(signal);
  await bench.plan({ ...plan, withheld: 'posting is off' });
  await bench.drain();
  expect(bench.github.issueComments).toEqual([]);
  expect(await bench.find('answer')).toMatchObject({ state: 'withheld', withheld: 'posting is off' });
});

test('no more is posted in an hour than the mirror allows, and the rest an hour later', async () => {
  bench.caps.postsPerHourMax = 3;
  await bench.plan(...answers(5));
  const outbox = bench.open();
  const next = await outbox.sendDue(signal);
  expect(bench.github.issueComments).toHaveLength(3);
  expect(next).toBe(bench.now + hour);
  bench.pass(hour);
  await outbox.sendDue(signal);
  expect(bench.github.issueComments).toHaveLength(5);
});

test('no more issues are opened in a day than the mirror allows, while other posts go on', async () => {
  bench.caps.issuesPerDayMax = 2;
  await bench.plan(...[1, 2, 3].map(number => planOf(`issue${number}`, contents.issue(`${number}`))), ...answers(2));
  const outbox = bench.open();
  const next = await outbox.sendDue(signal);
  expect([bench.github.issues.length, bench.github.issueComments.length]).toEqual([2, 2]);
  expect(next).toBe(bench.now + 24 * hour);
  await bench.plan(planOf('issue1', contents.issue('changed')));
  await outbox.sendDue(signal);
  expect(bench.github.issues[0]).toMatchObject({ body: withMarker('issue1', 'changed') });
  await bench.drain(outbox);
  expect(bench.github.issues).toHaveLength(3);
});

test('an issue that is in doubt is looked for although no more may be opened, and counts once', async () => {
  bench.caps.issuesPerDayMax = 1;
  refuseWrite(1, 'doubtful', 'Server Error');
  await bench.plan(planOf('issue', contents.issue()));
  const began = bench.now;
  await bench.drain();
  expect(bench.github.issues).toHaveLength(1);
  expect(bench.now - began).toBeLessThan(hour);
});

test('a cap of nothing posts nothing, and waits for no time', async () => {
  bench.caps.postsPerHourMax = 0;
  await bench.plan(...answers(1));
  expect(await bench.open().sendDue(signal)).toBeUndefined();
  expect(bench.github.asked).toEqual([]);
});

test('Retry-After holds the whole installation, over a restart as well, and is told', async () => {
  await addRepository(store.db, 2, 'mm');
  const retryAt = bench.now + 7 * minute;
  refuseWrite(1, 'rate-limited', 'You have exceeded a secondary rate limit', retryAt);
  await bench.plan(...answers(2), planOf('other', contents.issueComment('other', 9), { repositoryId: 2 }));
  const outbox = bench.open();
  expect(await outbox.sendDue(signal)).toBe(retryAt);
  await bench.plan(planOf('later', contents.issueComment('later', 9)));
  expect(await outbox.sendDue(signal)).toBe(retryAt);
  expect(bench.github.asked).toHaveLength(1);
  expect(await bench.find('other')).toMatchObject({ state: 'planned', trouble: expect.stringContaining('secondary') });
  const { writes } = bench.github;
  await store.db.deleteFrom('delivery').where('key', '=', 'later').execute();
  expect(await bench.open().sendDue(signal)).toBe(retryAt);
  expect(bench.github.writes).toEqual(writes);
  bench.pass(7 * minute);
  await bench.drain(outbox);
  expect(bench.github.issueComments).toHaveLength(3);
});

test('limits that tell no time are waited for a minute, then longer and longer', async () => {
  bench.github.fault = () => {
    throw new GitHubRefusal('rate-limited', 'You have exceeded a secondary rate limit');
  };
  await bench.plan(...answers(1));
  const outbox = bench.open();
  const pauses: number[] = [];
  for (let turn = 0; turn < 4; turn += 1) {
    const next = (await outbox.sendDue(signal)) ?? 0;
    pauses.push((next - bench.now) / minute);
    bench.pass(next - bench.now);
  }
  expect(pauses).toEqual([1, 2, 4, 8]);
  expect(await bench.stateOf('answer0')).toBe('planned');
});

test('a permission that is missing holds the repository, and no other one', async () => {
  await addRepository(store.db, 2, 'mm');
  refuseWrite(1, 'forbidden', 'Resource not accessible by integration');
  await bench.plan(...answers(2), planOf('other', contents.issueComment('other', 9), { repositoryId: 2 }));
  const outbox = bench.open();
  const next = await outbox.sendDue(signal);
  expect(bench.github.issueComments).toMatchObject([{ issue: 9 }]);
  expect(await troubleOfRepository()).toEqual({ trouble: 'Resource not accessible by integration' });
  expect(await bench.stateOf('answer0')).toBe('planned');
  expect(next).toBe(bench.now + 6 * hour);
  bench.pass(6 * hour);
  await outbox.sendDue(signal);
  expect(bench.github.issueComments).toHaveLength(3);
  expect(await troubleOfRepository()).toEqual({ trouble: null });
});

test('a repository whose trouble a webhook ended is served at once', async () => {
  refuseWrite(1, 'forbidden', 'This installation has been suspended');
  await bench.plan(...answers(1));
  const outbox = bench.open();
  await outbox.sendDue(signal);
  expect(await troubleOfRepository()).toEqual({ trouble: 'suspended' });
  await store.db.updateTable('repository').set({ trouble: null }).execute();
  await outbox.sendDue(signal);
  expect(bench.github.issueComments).toHaveLength(1);
});

test('nothing is tried in an archived repository', async () => {
  await store.db.updateTable('repository').set({ is_archived: 1 }).execute();
  await bench.plan(...answers(1));
  expect(await bench.open().sendDue(signal)).toBeUndefined();
  expect(bench.github.asked).toEqual([]);
});

test('where the App was taken from a repository, its deliveries wait', async () => {
  bench.github.isThere = false;
  await bench.plan(...answers(2));
  const outbox = bench.open();
  await outbox.sendDue(signal);
  expect(await troubleOfRepository()).toEqual({ trouble: 'removed' });
  expect(bench.github.writes).toHaveLength(1);
  bench.github.isThere = true;
  await bench.drain(outbox);
  expect(bench.github.issueComments).toHaveLength(2);
});

test('what people deleted is never posted again', async () => {
  await bench.plan(planOf('finding', contents.comment(1)));
  await bench.drain();
  bench.github.comments.length = 0;
  for (const body of ['fixed', 'broken again']) {
    await bench.plan(planOf('finding', contents.comment(1, body)));
    await bench.drain();
    expect(await bench.find('finding')).toMatchObject({ state: 'failed', trouble: 'it was deleted on GitHub' });
  }
  expect(bench.github.comments).toEqual([]);
});

test('a conversation that is not there fails alone', async () => {
  bench.github.fault = (route, when) => {
    if (route.endsWith('/pulls/{pull_number}/comments') && when === 'before')
      throw new GitHubRefusal('not-found', 'Not Found');
  };
  await bench.plan(planOf('finding', contents.comment(1)), ...answers(1));
  await bench.drain();
  expect(await bench.find('finding')).toMatchObject({
    state: 'failed',
    trouble: 'what it belongs to is not there: Not Found',
  });
  expect(bench.github.issueComments).toHaveLength(1);
});

test('where issues are switched off, the finding stays to be read', async () => {
  bench.github.hasIssues = false;
  await bench.plan(planOf('issue', contents.issue()), planOf('news', contents.issueComment('x'), { parent: 'issue' }));
  await bench.drain();
  expect(await bench.find('issue')).toMatchObject({
    state: 'failed',
    trouble: 'issues are switched off in this repository',
  });
  expect(await bench.stateOf('news')).toBe('planned');
});

test('a line that GitHub does not show goes to its file, and the review stays as it was', async () => {
  bench.github.isInDiff = (_, line) => line !== 99;
  await bench.plan(
    planOf('review', contents.review()),
    planOf('inside', contents.comment(1), { parent: 'review' }),
    planOf('outside', contents.comment(99), { parent: 'review' }),
  );
  await bench.drain();
  expect(bench.github.reviews).toMatchObject([{ body: withMarker('review', 'review') }]);
  const placed = bench.github.comments.map(({ line, subject_type }) => [line, subject_type]);
  expect(placed).toEqual([
    [1, undefined],
    [undefined, 'file'],
  ]);
});

test('a comment that is refused on its file too fails with GitHub’s words', async () => {
  refuseWrite(1, 'unprocessable', 'line must be part of the diff');
  const { fault } = bench.github;
  bench.github.fault = (route, when) => {
    fault(route, when);
    if (when === 'before' && route.startsWith('POST')) throw new GitHubRefusal('unprocessable', 'path is missing');
  };
  await bench.plan(planOf('finding', contents.comment(1)));
  await bench.drain();
  expect(await bench.find('finding')).toMatchObject({ state: 'failed', trouble: 'GitHub refuses it: path is missing' });
  expect(bench.github.writes).toHaveLength(2);
});

test('a text that is too long is not even asked for, and its review goes without it', async () => {
  await bench.plan(
    planOf('review', contents.review()),
    planOf('long', contents.comment(1, 'x'.repeat(70_000)), { parent: 'review' }),
    planOf('short', contents.comment(2), { parent: 'review' }),
  );
  await bench.drain();
  expect(bench.github.comments).toHaveLength(1);
  expect(await bench.find('long')).toMatchObject({
    state: 'failed',
    trouble: expect.stringContaining('the text is too long: 70000 characters'),
  });
});

test('a write that is neither taken nor refused is given up some time, and looked for before it is ever sent again', async () => {
  let isDown = true;
  bench.github.fault = (route, when) => {
    if (isDown && when === 'after' && route.startsWith('POST')) throw new GitHubRefusal('doubtful', 'Server Error');
    if (isDown && when === 'before' && route.startsWith('GET')) throw new GitHubRefusal('doubtful', 'Server Error');
  };
  await bench.plan(planOf('answer', contents.issueComment('one', 7)));
  await bench.drain();
  expect(await bench.find('answer')).toMatchObject({
    state: 'failed',
    trouble: 'given up after 20 attempts: Server Error',
  });
  isDown = false;
  await bench.plan(planOf('answer', contents.issueComment('two', 7)));
  await bench.drain();
  expect(bench.github.issueComments).toMatchObject([{ body: withMarker('answer', 'two') }]);
});

test('state and labels that people chose stay theirs', async () => {
  await bench.plan(planOf('issue', contents.issue('one', ['list', 'rule', 'open'])));
  await bench.drain();
  const [issue] = bench.github.issues;
  Object.assign(issue ?? {}, { state: 'closed', labels: ['List', 'open', 'for-ada'] });
  await bench.plan(planOf('issue', contents.issue('two', ['list', 'rule', 'changed'])));
  await bench.drain();
  expect(issue).toMatchObject({ state: 'closed', labels: ['List', 'for-ada', 'changed'] });
  await bench.plan(planOf('issue', contents.issue('three', ['list', 'rule', 'fixed'], false)));
  await bench.drain();
  expect(issue).toMatchObject({ state: 'closed', state_reason: 'completed', labels: ['List', 'for-ada', 'fixed'] });
  await bench.plan(planOf('issue', contents.issue('four', ['list', 'rule', 'open'], true)));
  await bench.drain();
  expect(issue).toMatchObject({ state: 'open', labels: ['List', 'for-ada', 'open'] });
});

test('a marker that somebody else wrote, or that stands further below, is not ours', async () => {
  const body = withMarker('answer', 'hello');
  const bot = { login: ourselves.login, type: 'Bot' };
  expect(isPostOf({ body, user: bot }, 'answer', ourselves)).toBe(true);
  expect(isPostOf({ body: body.replace('\n', '\r\n'), user: bot }, 'answer', ourselves)).toBe(true);
  expect(isPostOf({ body: `> quoted\n${body}`, user: bot }, 'answer', ourselves)).toBe(false);
  expect(isPostOf({ body: ` ${body}`, user: bot }, 'answer', ourselves)).toBe(false);
  expect(isPostOf({ body, user: { login: 'mallory', type: 'User' } }, 'answer', ourselves)).toBe(false);
  expect(isPostOf({ body, user: { ...bot, type: 'User' } }, 'answer', ourselves)).toBe(false);
  expect(isPostOf({ body, user: bot, performed_via_github_app: { id: 78 } }, 'answer', ourselves)).toBe(false);
  expect(isPostOf({ body, user: bot }, 'other', ourselves)).toBe(false);
  expect(isPostOf(undefined, 'answer', ourselves)).toBe(false);

  bench.github.issueComments.push({ id: 1, issue: 7, body, user: { login: 'mallory', type: 'User' } });
  refuseWrite(1, 'doubtful', 'Server Error');
  await bench.plan(planOf('answer', contents.issueComment('hello', 7)));
  await bench.drain();
  expect(bench.github.issueComments).toHaveLength(2);
});

test('a post that is in doubt is not looked for before GitHub had its time', async () => {
  refuseWrite(1, 'doubtful', 'Server Error');
  await bench.plan(...answers(1));
  const outbox = bench.open();
  const next = (await outbox.sendDue(signal)) ?? 0;
  expect(next).toBe(bench.now + 30_000);
  expect(await bench.find('answer0')).toMatchObject({ state: 'sending', attempts: 1, trouble: 'Server Error' });
  bench.pass(29_999);
  await outbox.sendDue(signal);
  expect(bench.github.asked).toHaveLength(1);
});

test('a fault in reading an answer stops nobody, and sends nothing twice', async () => {
  const { github } = bench;
  let isFaulty = true;
  await benchWith({
    clientOf: () => ({
      ...github.client,
      request: async (route, parameters) => {
        const answer = await github.client.request(route, parameters);
        if (!isFaulty || !route.startsWith('POST')) return answer;
        isFaulty = false;
        return { ...answer, data: 'surprise' };
      },
    }),
  });
  await bench.plan(...answers(2));
  await bench.drain();
  expect([await bench.stateOf('answer0'), await bench.stateOf('answer1')]).toEqual(['sent', 'sent']);
  expect(github.issueComments).toHaveLength(2);
});

test('a repository whose configuration cannot be read waits, and no other one', async () => {
  let isReadable = false;
  let asked = 0;
  await benchWith({
    settingsOf: id => {
      if (id === 1) asked += 1;
      if (id === 1 && !isReadable) throw new GitHubRefusal('forbidden', 'This installation has been suspended');
      return bench.caps;
    },
  });
  await addRepository(store.db, 2, 'mm');
  await bench.plan(
    planOf('waits', contents.issueComment('waits', 7)),
    planOf('goes', contents.issueComment('goes', 9), { repositoryId: 2 }),
    planOf('goes too', contents.issueComment('goes too', 9), { repositoryId: 2 }),
  );
  const outbox = bench.open();
  const next = await outbox.sendDue(signal);
  expect(bench.github.issueComments).toHaveLength(2);
  expect([next, asked]).toEqual([bench.now + 30_000, 1]);
  isReadable = true;
  bench.pass(30_000);
  await outbox.sendDue(signal);
  expect(bench.github.issueComments).toHaveLength(3);
});

test('repositories are served in turns', async () => {
  await addRepository(store.db, 2, 'mm');
  await bench.plan(...answers(2), planOf('other', contents.issueComment('other', 9), { repositoryId: 2 }));
  await bench.open().sendDue(signal);
  expect(bench.github.issueComments.map(({ issue }) => issue)).toEqual([7, 9, 7]);
});

test('writes keep their distance, and a signal ends the waiting before the next one', async () => {
  const ending = new AbortController();
  await benchWith({ spacingMs: 60_000 });
  await bench.plan(...answers(2));
  const sending = bench.open().sendDue(ending.signal);
  setTimeout(() => ending.abort(), 20);
  await sending;
  expect(bench.github.writes).toHaveLength(1);
  expect(await bench.stateOf('answer1')).toBe('planned');
});
