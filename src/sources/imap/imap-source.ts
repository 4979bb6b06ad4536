import type { ImapFlow } from 'imapflow';
import type { MailSource, SourceEvent, SourceMemory } from '../mail-source.js';
import { parseCursor } from '../server/cursor.js';
import { attempting, guardMailbox } from '../server/guard-mailbox.js';
import { type NetworkTimes, networkTimes } from '../server/network-times.js';
import { readNumbered, type Start } from '../server/numbered-mailbox.js';
import type { ServerLocation } from '../server/server-location.js';
import { pause } from '../wait.js';
import { connectImap } from './connect-imap.js';
import { type ImapCursor, ImapMailbox } from './imap-mailbox.js';
import { describeImapFailure } from './imap-trouble.js';

/**
 * A mailbox on an IMAP server (RFC 9051, and RFC 3501 before it), read only. One connection is kept: through IDLE (RFC 2177)
 * the server says on it that mails came. A place is `<UIDVALIDITY>/<UID>`; under a new UIDVALIDITY all mails have new UIDs,
 * so none of them can be told to be one of those before, and all are told anew.
 */
export class ImapSource implements MailSource {
  readonly id: string;
  readonly #location: ServerLocation;
  readonly #password: string | undefined;
  readonly #times: NetworkTimes;
  #client: ImapFlow | undefined;
  /** Why the connection ended. */
  #failure: unknown;
  /** Mails came since the mailbox was looked at. */
  #hasNews = false;
  #onNews = () => {};

  /** Connects when it is first read. The password is undefined where nobody logs in. */
  constructor(location: ServerLocation, password: string | undefined, times: NetworkTimes = networkTimes) {
    this.id = location.text;
    this.#location = location;
    this.#password = password;
    this.#times = times;
  }

  async *read(cursor: string | undefined, memory: SourceMemory): AsyncGenerator<SourceEvent> {
    const before = cursor === undefined ? undefined : parseCursor(cursor, this.id, isImapCursor);
    const mailbox = await attempting(async () => {
      const client = await this.#connect();
      const opened = await ImapMailbox.open(client, this.#location);
      // What the server told of before then is in what it has now opened.
      this.#hasNews = false;
      return opened;
    }, this.#describe);
    yield* readNumbered(guardMailbox(mailbox, this.#describe), startOf(mailbox, before), memory);
  }

  async wait(signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.#hasNews) return;
    const over = new AbortController();
    const stop = () => over.abort();
    this.#onNews = stop;
    // Without AbortSignal.any(): a signal that lives for years would keep a trace of each waiting.
    signal.addEventListener('abort', stop, { once: true });
    try {
      if (await this.#idle(over.signal)) return;
      // A server that tells of nothing, or is gone, is asked again after a while and left alone until then.
      await this.close();
      await pause(this.#times.pollMs, over.signal);
    } finally {
      signal.removeEventListener('abort', stop);
      // Nobody listens any longer: the next command ends the IDLE that may still be on.
      stop();
    }
  }

  async close(): Promise<void> {
    this.#client?.close();
    this.#client = undefined;
  }

  /** Whether the server was listened to until there was news or the time was up. */
  async #idle(over: AbortSignal): Promise<boolean> {
    const client = this.#client;
    if (!client?.usable || !client.mailbox || !client.capabilities.has('IDLE')) return false;
    const enough = new AbortController();
    over.addEventListener('abort', () => enough.abort(), { once: true });
    let isDeaf = false;
    const listen = async () => {
      // After `answerMs` of silence imapflow asks whether the server is still there, which ends this IDLE.
      const turns = 1 + Math.ceil(this.#times.idleMs / this.#times.answerMs);
      for (let turn = 0; turn < turns && client.usable && !over.aborted; turn += 1) {
        if ((await client.idle().catch(() => false)) === false) break;
      }
      isDeaf = true;
      enough.abort();
    };
    void listen();
    await pause(this.#times.idleMs, enough.signal);
    return !isDeaf || over.aborted;
  }

  async #connect(): Promise<ImapFlow> {
    if (this.#client?.usable) return this.#client;
    this.#failure = undefined;
    const client = await connectImap(this.#location, this.#password, this.#times, failure => {
      this.#failure = failure;
    });
    client.on('exists', () => {
      this.#hasNews = true;
      this.#onNews();
    });
    this.#client = client;
    return client;
  }

  /** What went wrong leaves the connection in no state to be used again. */
  readonly #describe = (failure: unknown) => {
    this.#client?.close();
    this.#client = undefined;
    const reason = this.#failure ?? failure;
    this.#failure = undefined;
    return describeImapFailure(reason, this.#location);
  };
}

function startOf(mailbox: ImapMailbox, before: ImapCursor | undefined): Start {
  if (before === undefined || before.uidValidity === mailbox.generation) return { after: before?.uid ?? 0 };
  return { after: 'retold', cursorAt: uid => mailbox.cursorAt(uid) };
}

function isImapCursor(value: object): value is ImapCursor {
  return (
    'uidValidity' in value && typeof value.uidValidity === 'string' && 'uid' in value && Number.isSafeInteger(value.uid)
  );
}
