import { expect, test } from '@jest/globals';
import { WebhookRefusal, WebhookTaker } from '../../../src/app/github/take-webhooks.js';
import type { Webhook } from '../../../src/domain/webhook.js';

function webhook(id: string): Webhook {
  return { id, name: 'push', lostRepositoryIds: [], jobs: [] };
}

/** A store that stores what it is handed when it is told to. */
class SlowStore {
  readonly stored: string[][] = [];
  readonly #waiting: { readonly ids: string[]; readonly done: (error?: Error) => void }[] = [];
  #arrived: (() => void) | undefined;

  readonly keep = (webhooks: readonly Webhook[]): Promise<void> =>
    new Promise((resolve, reject) => {
      const done = (error?: Error): void => (error === undefined ? resolve() : reject(error));
      this.#waiting.push({ ids: webhooks.map(({ id }) => id), done });
      this.#arrived?.();
    });

  /** Waits for the next transaction and ends it. */
  async end(error?: Error): Promise<void> {
    if (this.#waiting.length === 0)
      await new Promise<void>(resolve => {
        this.#arrived = resolve;
      });
    const next = this.#waiting.shift();
    if (error === undefined && next) this.stored.push(next.ids);
    next?.done(error);
  }
}

test('those that come while the store is at work go together, and each is answered when it is stored', async () => {
  const store = new SlowStore();
  const taker = new WebhookTaker(store.keep);
  const answered: string[] = [];
  const take = async (id: string) => {
    await taker.take(webhook(id));
    answered.push(id);
  };
  const first = take('one');
  await new Promise(resolve => setImmediate(resolve));
  const others = [take('two'), take('three')];
  await new Promise(resolve => setImmediate(resolve));
  expect(answered).toEqual([]);
  await store.end();
  await first;
  expect(answered).toEqual(['one']);
  await store.end();
  await Promise.all(others);
  expect(store.stored).toEqual([['one'], ['two', 'three']]);
  await taker.settle();
});

test('what the store refuses is not answered as stored, and the next ones are tried anew', async () => {
  const store = new SlowStore();
  const taker = new WebhookTaker(store.keep);
  const refused = taker.take(webhook('one')).catch((error: unknown) => error);
  await store.end(new Error('the disk is full'));
  expect(await refused).toBeInstanceOf(WebhookRefusal);
  expect(await refused).toMatchObject({ status: 503, cause: { message: 'the disk is full' } });
  const taken = taker.take(webhook('two'));
  await store.end();
  await taken;
  expect(store.stored).toEqual([['two']]);
});

test('no more wait than are allowed to', async () => {
  const store = new SlowStore();
  const taker = new WebhookTaker(store.keep, { waitingMax: 2 });
  const taken = ['one', 'two'].map(id => taker.take(webhook(id)));
  await expect(taker.take(webhook('three'))).rejects.toThrow('too many webhooks wait for the store');
  await store.end();
  await Promise.all(taken);
  const last = taker.take(webhook('four'));
  await store.end();
  await last;
  expect(store.stored).toEqual([['one', 'two'], ['four']]);
});
