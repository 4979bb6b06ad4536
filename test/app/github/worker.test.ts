import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { GitHubTools } from '../../../src/app/github/github-tools.js';
import { SettingsKeeper } from '../../../src/app/github/settings-keeper.js';
import { Worker } from '../../../src/app/github/worker.js';
import { makeServerSettings } from '../../../src/app/settings/server-schema.js';
import { GitHubRefusal } from '../../../src/reporters/github/github-client.js';
import { Store } from '../../../src/store/store.js';
import { makeTemporaryDirectory } from '../../support/temporary.js';

const root = makeTemporaryDirectory();
let store: Store;
beforeAll(async () => {
  store = await Store.open(join(root, 'store'), { mayMake: true });
});
afterAll(() => store.close());

const silence = () => undefined;
const nobody = (): never => {
  throw new Error('nobody is to be asked');
};

function toolsAt(now: () => number): GitHubTools {
  return {
    db: store.db,
    log: { debug: silence, info: silence, warn: silence, error: silence },
    judge: { judge: nobody, inTurn: nobody },
    clientOf: nobody,
    clientOfInstallation: nobody,
    clientOfApp: nobody,
    settings: new SettingsKeeper(makeServerSettings({}, '.'), nobody),
    withCode: nobody,
    version: '0',
    addresses: { github: '', archive: '' },
    quietMinutes: 0,
    now,
  };
}

test('what was missed is asked for again soon where GitHub did not answer, and else every hour', async () => {
  let now = 1_000;
  let asked = 0;
  const fetch = async (): Promise<void> => {
    asked += 1;
    if (asked === 1) throw new GitHubRefusal('doubtful', 'no answer from GitHub');
    if (asked === 2) throw new GitHubRefusal('rate-limited', 'too much', { retryAt: 5_000 });
  };
  const worker = new Worker(
    toolsAt(() => now),
    {
      outbox: { sendDue: async () => undefined },
      missed: { fetch, listInstallations: async () => [] },
      pace: { retryPauseMs: 50, restMs: 10 },
    },
  );
  const work = () => worker.workThrough(new AbortController().signal);
  expect(await work()).toBe(1_050);
  now = 1_049;
  await work();
  expect(asked).toBe(1);
  now = 1_050;
  expect(await work()).toBe(5_000);
  now = 5_000;
  expect(await work()).toBe(5_000 + 3_600_000);
  expect(asked).toBe(3);
});
