import type { MailSource, SourceEvent, SourceMemory } from '../mail-source.js';
import { parseCursor } from '../server/cursor.js';
import { attempting, guardMailbox } from '../server/guard-mailbox.js';
import { type NetworkTimes, networkTimes } from '../server/network-times.js';
import { readNumbered, type Start } from '../server/numbered-mailbox.js';
import type { ServerLocation } from '../server/server-location.js';
import { pause } from '../wait.js';
import { NntpConnection } from './nntp-connection.js';
import { type NntpCursor, NntpGroup } from './nntp-group.js';
import { describeNntpFailure } from './nntp-trouble.js';
import { WireFailure } from './wire-reader.js';

/** What a group is before it is known to be numbered anew. */
const firstGeneration = 1;

/**
 * A group on a news server (RFC 3977). News servers tell of nothing by themselves, so a connection is made for each reading.
 * A place is `<generation>/<article number>`. A server that was set up anew gives the numbers to other articles, which NNTP, unlike
 * IMAP, does not tell: it shows where the group ends below the last article that was read, or where that article has another
 * Message-ID. Where that article expired besides, and the group has grown past it, it does not show.
 */
export class NntpSource implements MailSource {
  readonly id: string;
  readonly #location: ServerLocation;
  readonly #times: NetworkTimes;
  #connection: NntpConnection | undefined;

  /** Connects when it is first read. */
  constructor(location: ServerLocation, times: NetworkTimes = networkTimes) {
    this.id = location.text;
    this.#location = location;
    this.#times = times;
  }

  async *read(cursor: string | undefined, memory: SourceMemory): AsyncGenerator<SourceEvent> {
    const before = cursor === undefined ? undefined : parseCursor(cursor, this.id, isNntpCursor);
    try {
      const { group, start } = await attempting(() => this.#open(before), this.#describe);
      yield* readNumbered(guardMailbox(group, this.#describe), start, memory);
    } finally {
      await this.close();
    }
  }

  async wait(signal: AbortSignal): Promise<void> {
    await pause(this.#times.pollMs, signal);
  }

  async close(): Promise<void> {
    this.#connection?.close();
    this.#connection = undefined;
  }

  readonly #describe = (failure: unknown) => describeNntpFailure(failure, this.#location);

  async #open(before: NntpCursor | undefined): Promise<{ readonly group: NntpGroup; readonly start: Start }> {
    const connection = await NntpConnection.open(this.#location, this.#times);
    this.#connection = connection;
    const { words } = await connection.ask(`GROUP ${this.#location.name}`, 211);
    // 211 count low high name; of a group without articles these numbers say nothing (RFC 3977 6.1.1.2).
    const last = words[0] === '0' ? 0 : toCount(words[2]);
    if (before === undefined || last === 0 || (await isNumberedAsBefore(connection, before, last))) {
      const group = new NntpGroup(connection, this.#location, before?.generation ?? firstGeneration, last);
      return { group, start: { after: before?.number ?? 0 } };
    }
    const group = new NntpGroup(connection, this.#location, before.generation + 1, last);
    return { group, start: { after: 'retold', cursorAt: number => group.cursorAt(number) } };
  }
}

function toCount(word: string | undefined): number {
  const count = Number(word);
  if (!Number.isSafeInteger(count)) throw new WireFailure('NONSENSE');
  return count;
}

async function isNumberedAsBefore(connection: NntpConnection, before: NntpCursor, high: number): Promise<boolean> {
  if (high < before.number) return false;
  if (before.messageId === undefined) return true;
  connection.send(`STAT ${before.number}`);
  const { code, words } = await connection.readAnswer();
  return code !== 223 || words[1] === before.messageId;
}

function isNntpCursor(value: object): value is NntpCursor {
  const isCount = (count: unknown) => typeof count === 'number' && Number.isSafeInteger(count);
  if (!('generation' in value && isCount(value.generation) && 'number' in value && isCount(value.number))) return false;
  return !('messageId' in value) || typeof value.messageId === 'string';
}
