import type { Socket } from 'node:net';
import { LoopbackServer, toWire } from './loopback-server.js';

/** As much of a news server (RFC 3977) as a reader needs, with one group, `org.example.list`. */
export class NntpServer extends LoopbackServer {
  readonly articles = new Map<number, Buffer>();
  /** Listed, and yet never handed out. */
  readonly lost = new Set<number>();
  #high = 0;

  get url(): string {
    return `nntp://127.0.0.1:${this.port}/org.example.list`;
  }

  /** Takes a mail in, which gets this number or the next one. */
  add(mail: Uint8Array, number = this.#high + 1): void {
    this.articles.set(number, toWire(mail));
    this.#high = number;
  }

  /** The server is set up anew, without articles. */
  clear(): void {
    this.articles.clear();
    this.#high = 0;
  }

  protected greeting(): string {
    return '200 ready\r\n';
  }

  protected answer(command: string, socket: Socket): void {
    for (const piece of this.#answer(command)) socket.write(piece);
  }

  *#answer(command: string): Generator<string | Buffer> {
    const [name = '', argument = '', range = ''] = command.split(' ');
    if (name === 'MODE') yield '200 reader it is\r\n';
    else if (name === 'GROUP' && argument === 'org.example.list') yield `211 ${this.#group()}\r\n`;
    else if (name === 'GROUP') yield '411 no such group\r\n';
    else if (name === 'HDR') yield* this.#list(range);
    else if (name === 'STAT' || name === 'ARTICLE') yield* this.#article(name, Number(argument));
    else yield '500 what?\r\n';
  }

  #group(): string {
    const numbers = [...this.articles.keys()];
    return `${numbers.length} ${numbers[0] ?? 0} ${this.#high} org.example.list`;
  }

  *#list(range: string): Generator<string> {
    const [from = 0, to = 0] = range.split('-').map(Number);
    const listed = [...this.articles].filter(([number]) => from <= number && number <= to);
    if (listed.length === 0) yield '423 none in that range\r\n';
    else yield `225 headers follow\r\n${listed.map(([number, mail]) => `${number} ${idOf(mail)}\r\n`).join('')}.\r\n`;
  }

  *#article(name: string, number: number): Generator<string | Buffer> {
    const mail = this.articles.get(number);
    if (mail === undefined) yield '423 no article with that number\r\n';
    else if (this.lost.has(number)) yield '403 the disk is broken here\r\n';
    else if (name === 'STAT') yield `223 ${number} ${idOf(mail)}\r\n`;
    else {
      yield `220 ${number} ${idOf(mail)}\r\n`;
      yield Buffer.from(mail.toString('latin1').replace(/(^|\n)\./g, '$1..'), 'latin1');
      yield mail.toString('latin1').endsWith('\r\n') ? '.\r\n' : '\r\n.\r\n';
    }
  }
}

function idOf(mail: Buffer): string {
  return /^Message-ID: (<.*>)/m.exec(mail.toString('latin1'))?.[1] ?? '<0>';
}
