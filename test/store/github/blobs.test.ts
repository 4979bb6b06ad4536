import { describe, expect, test } from '@jest/globals';
import { KeptBlobs } from '../../../src/store/github/blobs.js';
import { bothDatabases } from '../../support/both-databases.js';

/** A blob of bytes that cannot be compressed. */
function blobOf(digit: string, size = 1_000) {
  let seed = Number.parseInt(digit, 16) + 1;
  const bytes = Uint8Array.from({ length: size }, () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed & 0xff;
  });
  return { id: digit.repeat(40), bytes };
}

describe.each(bothDatabases())('the code that is kept in $kind', ({ makeStore }) => {
  async function withBlobs(
    bytesMax: number,
    use: (blobs: KeptBlobs, clock: { now: number }) => Promise<void>,
  ): Promise<void> {
    const store = await makeStore();
    const clock = { now: 1_900_000_000_000 };
    await use(new KeptBlobs(store.db, () => clock.now, bytesMax), clock);
  }

  async function idsIn(blobs: KeptBlobs, digits: string): Promise<string> {
    const found = await blobs.find([...digits].map(digit => digit.repeat(40)));
    return [...found.keys()]
      .map(id => id[0])
      .sort()
      .join('');
  }

  test('comes back byte for byte, and is kept once', async () => {
    await withBlobs(1_000_000, async blobs => {
      const code = { id: 'c'.repeat(40), bytes: Buffer.from('int a;\n'.repeat(10_000)) };
      await blobs.keep([blobOf('a'), code]);
      await blobs.keep([blobOf('a')]);
      const found = await blobs.find([code.id, blobOf('a').id, 'd'.repeat(40)]);
      expect(found.size).toBe(2);
      expect([blobOf('a'), code].every(({ id, bytes }) => Buffer.from(found.get(id) ?? '').equals(bytes))).toBe(true);
      await blobs.keep([]);
      expect(await blobs.find([])).toEqual(new Map());
    });
  });

  test('makes room for what is new: what was not used for the longest time is forgotten', async () => {
    await withBlobs(3_500, async (blobs, clock) => {
      await blobs.keep([blobOf('1'), blobOf('2'), blobOf('3')]);
      clock.now += 7_200_000;
      expect(await idsIn(blobs, '1')).toBe('1');
      clock.now += 1;
      await blobs.keep([blobOf('4')]);
      expect(await idsIn(blobs, '1234')).toBe('134');
      await blobs.keep([blobOf('5', 3_000)]);
      expect(await idsIn(blobs, '12345')).toBe('5');
    });
  });
});
