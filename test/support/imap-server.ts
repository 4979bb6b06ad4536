import type { Socket } from 'node:net';
import { LoopbackServer, toWire } from './loopback-server.js';

/** As much of an IMAP server (RFC 9051) as a reader needs, with one mailbox, INBOX. */
export class ImapServer extends LoopbackServer {
  uidValidity = 7;
  capabilities = 'IMAP4rev1 IDLE';
  /** Who may log in; undefined: everyone. */
  password: string | undefined;
  /** Listed, and yet never handed out. */
  readonly lost = new Set<number>();
  readonly mails = new Map<number, Buffer>();
  /** What is said of a mail's size in place of the truth. */
  readonly claimedSizes = new Map<number, number>();
  #uidNext = 1;
  readonly #idle = new Map<Socket, string>();

  get url(): string {
    return `imap://127.0.0.1:${this.port}/INBOX`;
  }

  /** How many connections wait in IDLE. */
  get idleCount(): number {
    return this.#idle.size;
  }

  /** Takes a mail in, which gets this UID or the next one, and tells those who wait. */
  add(mail: Uint8Array, uid = this.#uidNext): void {
    this.mails.set(uid, toWire(mail));
    this.#uidNext = uid + 1;
    for (const socket of this.#idle.keys()) socket.write(`* ${this.mails.size} EXISTS\r\n`);
  }

  /** The same mails in a mailbox that was made anew: all UIDs are others. */
  renumber(): void {
    const mails = [...this.mails.values()];
    this.uidValidity += 1;
    this.mails.clear();
    mails.forEach((mail, index) => {
      this.mails.set(1_001 + index, mail);
    });
    this.#uidNext = 1_001 + mails.length;
  }

  protected greeting(): string {
    return `* OK [CAPABILITY ${this.capabilities}] ready\r\n`;
  }

  protected answer(line: string, socket: Socket): void {
    const idleTag = this.#idle.get(socket);
    if (idleTag !== undefined) {
      this.#idle.delete(socket);
      socket.write(`${idleTag} OK done\r\n`);
      return;
    }
    const [, tag = '*', command = ''] = /^(\S+) (.*)$/.exec(line) ?? [];
    const name = /^(?:UID )?\S+/.exec(command)?.[0] ?? '';
    if (name === 'IDLE') {
      this.#idle.set(socket, tag);
      socket.once('close', () => this.#idle.delete(socket));
      socket.write('+ idling\r\n');
      return;
    }
    for (const piece of this.#untagged(name, command)) socket.write(piece);
    socket.write(`${tag} ${this.#ending(name, command)}\r\n`);
  }

  #ending(name: string, command: string): string {
    if (name === 'LOGIN' && this.password !== undefined && !command.endsWith(` "${this.password}"`)) {
      return `NO [AUTHENTICATIONFAILED] what was ${command}`;
    }
    if (name === 'EXAMINE' && !/ "?INBOX"?$/.test(command)) return 'NO there is no such mailbox';
    return name === 'SELECT' || name === 'STORE' ? 'BAD this mailbox is to be left as it is' : 'OK done';
  }

  *#untagged(name: string, command: string): Generator<string | Buffer> {
    if (name === 'CAPABILITY') yield `* CAPABILITY ${this.capabilities}\r\n`;
    if (name === 'LIST' && command.includes('INBOX')) yield '* LIST () "/" INBOX\r\n';
    if (name === 'EXAMINE') {
      yield `* FLAGS ()\r\n* ${this.mails.size} EXISTS\r\n`;
      yield `* OK [UIDVALIDITY ${this.uidValidity}] is\r\n* OK [UIDNEXT ${this.#uidNext}] is\r\n`;
    }
    if (name === 'UID FETCH') yield* this.#fetch(command);
  }

  *#fetch(command: string): Generator<string | Buffer> {
    const [, set = '', start, length] = /^UID FETCH (\S+) (?:.*<(\d+)\.(\d+)>)?/.exec(command) ?? [];
    const isWithText = command.includes('BODY.PEEK[]');
    let sequence = 0;
    for (const [uid, mail] of this.mails) {
      sequence += 1;
      if (!isInSet(uid, set) || (isWithText && this.lost.has(uid))) continue;
      const size = this.claimedSizes.get(uid) ?? mail.length;
      if (!isWithText) yield `* ${sequence} FETCH (UID ${uid} RFC822.SIZE ${size})\r\n`;
      else {
        const text = start === undefined ? mail : mail.subarray(Number(start), Number(start) + Number(length));
        yield `* ${sequence} FETCH (UID ${uid} BODY[]${start === undefined ? '' : `<${start}>`} {${text.length}}\r\n`;
        yield text;
        yield ')\r\n';
      }
    }
  }
}

function isInSet(uid: number, set: string): boolean {
  return set.split(',').some(range => {
    const [from, to = from] = range.split(':').map(Number);
    return from !== undefined && to !== undefined && from <= uid && uid <= to;
  });
}
