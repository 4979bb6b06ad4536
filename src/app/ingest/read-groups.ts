import { limits } from '../../domain/limits.js';
import type { MailSource, SourceEvent, SourceMemory } from '../../sources/mail-source.js';
import { isProblem } from '../../sources/source-item.js';
import type { IntakeEvent } from '../../store/intake.js';
import { compressMail } from './compress-mail.js';
import type { BenchMail } from './mail-bench.js';
import type { MailReader } from './mail-reader.js';

/** Events of a source that are kept together, their mails read. */
export interface ReadGroup {
  readonly events: readonly IntakeEvent[];
  readonly read: readonly BenchMail[];
  /** Behind the last of them; undefined: the one before stays. */
  readonly cursor: string | undefined;
}

/** A group that is being read. In an object, for whoever awaits a generator awaits each promise that it gives. */
export interface ReadingGroup {
  readonly group: Promise<ReadGroup>;
}

/** Where a reading of a source begins. */
export interface ReadingStart {
  readonly cursor: string | undefined;
  readonly memory: SourceMemory;
}

/** That of a source of which nothing was taken before. */
export const firstStart: ReadingStart = { cursor: undefined, memory: { knownOf: async () => new Set() } };

/**
 * All that a source has, in groups; each is being read when it comes. Throws what the source throws, behind a group of what came before.
 * Ends early where the signal aborts, likewise.
 */
export async function* readGroups(
  source: MailSource,
  { cursor, memory }: ReadingStart,
  reader: Pick<MailReader, 'read'>,
  signal: AbortSignal,
): AsyncGenerator<ReadingGroup> {
  let events: SourceEvent[] = [];
  let bytes = 0;
  try {
    for await (const event of source.read(cursor, memory)) {
      events.push(event);
      if (event.kind === 'mail' && !isProblem(event.item)) bytes += event.item.bytes.length;
      if (events.length >= limits.intakeMails || bytes >= limits.intakeBytes) {
        yield beginToRead(events, reader);
        [events, bytes] = [[], 0];
      }
      if (signal.aborted) break;
    }
  } catch (error) {
    if (events.length > 0) yield beginToRead(events, reader);
    throw error;
  }
  if (events.length > 0) yield beginToRead(events, reader);
}

function beginToRead(events: readonly SourceEvent[], reader: Pick<MailReader, 'read'>): ReadingGroup {
  const group = readGroup(events, reader);
  // Who waits for it may come later than its failure.
  group.catch(() => undefined);
  return { group };
}

async function readGroup(events: readonly SourceEvent[], reader: Pick<MailReader, 'read'>): Promise<ReadGroup> {
  const raw = events.flatMap(event => (event.kind === 'mail' && !isProblem(event.item) ? [event.item] : []));
  const reading = reader.read(raw);
  // The other thread reads meanwhile.
  const compressed = raw.map(({ bytes }) => compressMail(bytes)).values();
  const read = await reading;
  const notes = read.values();
  const kept = events.map((event): IntakeEvent => {
    if (event.kind !== 'mail') return event;
    if (isProblem(event.item)) return { kind: 'mail', place: event.place, mail: event.item };
    const [mail, bytes] = [notes.next().value, compressed.next().value];
    if (mail === undefined || bytes === undefined) throw new Error('a mail was sent to be read and did not come back');
    return { kind: 'mail', place: event.place, mail: { ...mail.note, compressed: bytes } };
  });
  return { events: kept, read, cursor: events.findLast(event => event.cursor !== undefined)?.cursor };
}
