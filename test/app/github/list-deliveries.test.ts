import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { showDeliveries } from '../../../src/app/github/list-deliveries.js';
import { GitHubRefusal } from '../../../src/reporters/github/github-client.js';
import { planDeliveries } from '../../../src/store/github/deliveries.js';
import { Store } from '../../../src/store/store.js';
import { contents, OutboxBench, planOf } from '../../support/outbox-bench.js';
import { printed } from '../../support/printed.js';
import { makeTemporaryDirectory } from '../../support/temporary.js';

const store = join(makeTemporaryDirectory(), 'store');
const screen = { color: false, width: 100 };

test('deliveries tells what stands, what does not, and why', async () => {
  const opened = await Store.open(store, { mayMake: true });
  const bench = await OutboxBench.make(opened.db);
  bench.github.fault = route => {
    if (route.includes('reactions')) throw new GitHubRefusal('unprocessable', 'no such \u001b[31mreaction');
  };
  await bench.plan(
    planOf('answer', contents.issueComment('hello\u202e world', 7)),
    planOf('issue', contents.issue(), { withheld: 'posting is off', subject: 'series \u001b]0;x@example.com' }),
    planOf('news', contents.issueComment('it changed'), { parent: 'issue' }),
    planOf('reaction', contents.reaction()),
  );
  await bench.drain();
  await planDeliveries(opened.db, [planOf('lost', contents.issueComment('x', 7), { repositoryId: 9 })], bench.now);
  await opened.close();

  const show = (request: Parameters<typeof showDeliveries>[0], format: 'json' | 'terminal' = 'terminal') =>
    printed(words => showDeliveries({ store, ...request }, { format, screen }, words, bench.now));
  expect(await show({})).toBe(
    [
      'sent      2024-05-06 07:00  example/linux  issue-comment, pull request 7',
      '          answer',
      '          https://github.example/1001',
      'withheld  2024-05-06 07:00  example/linux  issue, series <U+001B>]0;x@example.com',
      '          issue',
      '          posting is off',
      'planned   2024-05-06 07:00  repository 9  issue-comment, pull request 7',
      '          lost',
      '          its repository is not known',
      'planned   2024-05-06 07:00  example/linux  issue-comment, pull request 7',
      '          news',
      '          waits for issue, which is withheld',
      'failed    2024-05-06 07:00  example/linux  reaction, pull request 7',
      '          reaction',
      '          GitHub refuses it: no such <U+001B>[31mreaction',
      '',
    ].join('\n'),
  );
  expect(await show({ key: 'answer' })).toContain('\n\nhello<U+202E> world\n');
  expect(JSON.parse(await show({ key: 'answer' }, 'json'))).toMatchObject({ content: { body: 'hello\u202e world' } });
  const failed = await show({ state: 'failed', repository: 'Example/Linux' }, 'json');
  expect(
    failed
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line)),
  ).toMatchObject([{ key: 'reaction', repository: 'example/linux', kind: 'reaction', state: 'failed', attempts: 1 }]);
  await expect(show({ key: 'nothing' })).rejects.toThrow('no such delivery, nothing');
  await expect(show({ repository: 'a/b' })).rejects.toThrow('no such repository, a/b');
});
