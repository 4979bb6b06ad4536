import { limits } from '../../domain/limits.js';
import type { Store } from '../../store/store.js';
import type { FamilyKeeper } from './family-keeper.js';
import type { ReadGroup, ReadingGroup } from './read-groups.js';

/** What a reading of a source works with. */
export interface IntakeTools {
  readonly store: Store;
  readonly keeper: FamilyKeeper;
  /** Told behind each group of mails that is kept. */
  readonly report: (mails: number) => void;
}

/**
 * Takes in groups of a source, by its id in the store. While one is written, the next one is read and the one behind it gathered. Throws what
 * the groups throw; what came before is kept.
 */
export async function takeGroups(
  sourceId: number,
  groups: AsyncIterable<ReadingGroup>,
  tools: IntakeTools,
): Promise<void> {
  const writing = new WritingLine(sourceId, tools);
  try {
    for await (const { group } of groups) await writing.add(group);
  } finally {
    await writing.end();
  }
}

/** Groups on their way into the store, in their order. */
class WritingLine {
  readonly #sourceId: number;
  readonly #tools: IntakeTools;
  readonly #open: Promise<void>[] = [];

  constructor(sourceId: number, tools: IntakeTools) {
    this.#sourceId = sourceId;
    this.#tools = tools;
  }

  /** Resolves when there is room for another group. Rejects where one before could not be kept: none behind it is, either. */
  async add(reading: Promise<ReadGroup>): Promise<void> {
    const kept = this.#keep(this.#open.at(-1), reading);
    // Who waits for it may come later than its failure.
    kept.catch(() => undefined);
    this.#open.push(kept);
    if (this.#open.length >= limits.intakeGroupsMax) await this.#open.shift();
  }

  async end(): Promise<void> {
    await this.#open.at(-1);
  }

  async #keep(before: Promise<void> | undefined, reading: Promise<ReadGroup>): Promise<void> {
    const [{ events, read, cursor }] = await Promise.all([reading, before]);
    const { store, keeper, report } = this.#tools;
    keeper.note(await store.intake.take(this.#sourceId, events, cursor), read);
    await keeper.settleDue();
    report(read.length);
  }
}
