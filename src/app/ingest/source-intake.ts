import { limits } from '../../domain/limits.js';
import type { MailSource, SourceEvent, SourceMemory } from '../../sources/mail-source.js';
import { isProblem } from '../../sources/source-item.js';
import type { IntakeEvent } from '../../store/intake.js';
import type { NotedSource, Store } from '../../store/store.js';
import { compressMail } from './compress-mail.js';
import type { FamilyKeeper } from './family-keeper.js';
import type { BenchMail } from './mail-bench.js';
import type { MailReader } from './mail-reader.js';

/** What a reading of a source works with. */
export interface IntakeTools {
  readonly store: Store;
  readonly reader: MailReader;
  readonly keeper: FamilyKeeper;
  /** Told behind each group of mails that is kept. */
  readonly report: (mails: number) => void;
}

/** Events that are kept together, with the cursor behind the last of them. */
interface Group {
  readonly events: SourceEvent[];
  bytes: number;
}

/**
 * Takes in all that a source has behind the cursor that is noted of it. While one group of mails is written, the next one is parsed and
 * the one behind it read. Throws what the source throws; what came before is kept. Ends early where the signal aborts, likewise.
 */
export async function takeSource(
  source: MailSource,
  { id, cursor, isNew }: NotedSource,
  tools: IntakeTools,
  signal: AbortSignal,
): Promise<void> {
  const { store } = tools;
  const memory: SourceMemory = {
    knownOf: async places => (isNew ? new Set() : store.intake.knownOf(id, places)),
  };
  const writing = new WritingLine(id, tools);
  let group: Group = { events: [], bytes: 0 };
  try {
    for await (const event of source.read(cursor, memory)) {
      group.events.push(event);
      if (event.kind === 'mail' && !isProblem(event.item)) group.bytes += event.item.bytes.length;
      if (group.events.length >= limits.intakeMails || group.bytes >= limits.intakeBytes) {
        await writing.add(group.events);
        group = { events: [], bytes: 0 };
      }
      if (signal.aborted) break;
    }
  } finally {
    await writing.add(group.events);
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
  async add(events: readonly SourceEvent[]): Promise<void> {
    if (events.length === 0) return;
    const reading = this.#read(events);
    const before = this.#open.at(-1);
    const kept = this.#keep(before, reading, events);
    // Who waits for it may come later than its failure.
    kept.catch(() => undefined);
    this.#open.push(kept);
    if (this.#open.length >= limits.intakeGroupsMax) await this.#open.shift();
  }

  async end(): Promise<void> {
    await this.#open.at(-1);
  }

  async #read(events: readonly SourceEvent[]): Promise<ReadGroup> {
    const raw = events.flatMap(event => (event.kind === 'mail' && !isProblem(event.item) ? [event.item] : []));
    const reading = this.#tools.reader.read(raw);
    // The other thread reads meanwhile.
    const compressed = raw.map(({ bytes }) => compressMail(bytes)).values();
    const read = await reading;
    const notes = read.values();
    const taken = events.map((event): IntakeEvent => {
      if (event.kind !== 'mail') return event;
      if (isProblem(event.item)) return { kind: 'mail', place: event.place, mail: event.item };
      const [mail, bytes] = [notes.next().value, compressed.next().value];
      if (mail === undefined || bytes === undefined)
        throw new Error('a mail was sent to be read and did not come back');
      return { kind: 'mail', place: event.place, mail: { ...mail.note, compressed: bytes } };
    });
    return { taken, read };
  }

  async #keep(
    before: Promise<void> | undefined,
    reading: Promise<ReadGroup>,
    events: readonly SourceEvent[],
  ): Promise<void> {
    const [{ taken, read }] = await Promise.all([reading, before]);
    const { store, keeper, report } = this.#tools;
    const cursor = events.findLast(event => event.cursor !== undefined)?.cursor;
    keeper.note(await store.intake.take(this.#sourceId, taken, cursor), read);
    await keeper.settleDue();
    report(read.length);
  }
}

interface ReadGroup {
  readonly taken: readonly IntakeEvent[];
  readonly read: readonly BenchMail[];
}
