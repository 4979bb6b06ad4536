import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { limits } from '../../domain/limits.js';
import { inChunks } from '../in-chunks.js';
import { sql } from '../kysely.js';
import type { Database } from '../open-database.js';

/** Brotli at its fastest halves the time of deflate, and code comes to a quarter of its size. */
const compression = { params: { [constants.BROTLI_PARAM_QUALITY]: 1, [constants.BROTLI_PARAM_LGWIN]: 18 } };

/** Milliseconds within which it does not matter which of two uses was the later one: what is read need not be written each time. */
const usePrecisionMs = 3_600_000;

/** Contents of files, kept under the ids that git gives them: for ever the same, so that they are only forgotten for want of room. */
export class KeptBlobs {
  readonly #db: Database;
  readonly #now: () => number;
  readonly #bytesMax: number;

  /** `now`: milliseconds since the epoch; `bytesMax`: of all contents, compressed. */
  constructor(db: Database, now: () => number, bytesMax: number = limits.blobStoreBytesMax) {
    this.#db = db;
    this.#now = now;
    this.#bytesMax = bytesMax;
  }

  /** Those that are there, by their ids, which are given in full. */
  async find(ids: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
    const now = this.#now();
    const rows = await inChunks(ids, chunk =>
      this.#db.selectFrom('blob').selectAll().where('id', 'in', chunk).execute(),
    );
    const stale = rows.filter(row => row.used_at < now - usePrecisionMs).map(row => row.id);
    await inChunks(stale, chunk =>
      this.#db.updateTable('blob').set({ used_at: now }).where('id', 'in', chunk).execute(),
    );
    return new Map(
      rows.map(row => [row.id, brotliDecompressSync(row.bytes, { maxOutputLength: limits.blobBytesMax })]),
    );
  }

  /** Keeps contents, and forgets as many of those that were not used for the longest time as there is no room for. */
  async keep(blobs: readonly { readonly id: string; readonly bytes: Uint8Array }[]): Promise<void> {
    if (blobs.length === 0) return;
    const used_at = this.#now();
    for (const { id, bytes } of blobs.filter(blob => blob.bytes.length <= limits.blobBytesMax)) {
      await this.#db
        .insertInto('blob')
        .values({ id, used_at, bytes: brotliCompressSync(bytes, compression) })
        .onConflict(conflict => conflict.column('id').doUpdateSet({ used_at }))
        .execute();
    }
    await this.#forgetOldest();
  }

  async #forgetOldest(): Promise<void> {
    // Both databases know the length of bytes without reading them.
    const size = sql<number>`length(bytes)`;
    const { total } = await this.#db
      .selectFrom('blob')
      .select(sql<number | string | null>`sum(length(bytes))`.as('total'))
      .executeTakeFirstOrThrow();
    let excess = Number(total ?? 0) - this.#bytesMax;
    if (excess <= 0) return;
    const forgotten: string[] = [];
    const oldest = this.#db
      .selectFrom('blob')
      .select(['id', size.as('size')])
      .orderBy('used_at')
      .orderBy('id');
    for (const row of await oldest.execute()) {
      if (excess <= 0) break;
      forgotten.push(row.id);
      excess -= row.size;
    }
    await inChunks(forgotten, async chunk => {
      await this.#db.deleteFrom('blob').where('id', 'in', chunk).execute();
      return [];
    });
  }
}
