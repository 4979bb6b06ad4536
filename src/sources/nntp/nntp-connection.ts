import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { NetworkTimes } from '../server/network-times.js';
import type { ServerLocation } from '../server/server-location.js';
import { NntpRefusal } from './nntp-trouble.js';
import { WireFailure, WireReader } from './wire-reader.js';

/** The first line of an answer: `220 7 <a@example.org>`. */
export interface Answer {
  readonly code: number;
  /** What stands behind the code, word by word. */
  readonly words: readonly string[];
}

/** Talks NNTP (RFC 3977) with a server: commands go out, and their answers are read in the same order. */
export class NntpConnection {
  readonly #socket: Socket;
  readonly #reader: WireReader;

  private constructor(socket: Socket, answerMs: number) {
    this.#socket = socket;
    this.#reader = new WireReader(socket, answerMs);
    // The next read fails as well, and says why.
    socket.on('error', () => socket.destroy());
  }

  /** Connects and asks to be served as a reader. Throws what Node throws, a WireFailure or an NntpRefusal. */
  static async open({ host, port, isSecure }: ServerLocation, times: NetworkTimes): Promise<NntpConnection> {
    const socket = isSecure ? connectTls({ host, port }) : connectPlain({ host, port });
    const connection = new NntpConnection(socket, times.answerMs);
    try {
      connection.#expect(await connection.readAnswer(), [200, 201]);
      // Servers that know readers only do not know this command; those that feed each other's groups want it (RFC 3977 5.3).
      connection.send('MODE READER');
      const mode = await connection.readAnswer();
      if (mode.code === 502) throw new NntpRefusal(mode.code, mode.words.join(' '));
      return connection;
    } catch (failure) {
      connection.close();
      throw failure;
    }
  }

  send(command: string): void {
    this.#socket.write(`${command}\r\n`);
  }

  /** The first line of the next answer. */
  async readAnswer(): Promise<Answer> {
    const line = await this.#reader.readLine();
    if (!/^[1-5]\d\d(?: |$)/.test(line)) throw new WireFailure('NONSENSE');
    return { code: Number(line.slice(0, 3)), words: line.slice(4).split(' ') };
  }

  /** Gives a command and reads the first line of its answer. Throws an NntpRefusal where that is not `expected`. */
  async ask(command: string, expected: number): Promise<Answer> {
    this.send(command);
    return this.#expect(await this.readAnswer(), [expected]);
  }

  /** The lines behind the first one, in an answer that has several. */
  readLines(): AsyncGenerator<string> {
    return this.#reader.readLines();
  }

  /** The text behind the first line, cut above `wireBytesMax`. */
  readBlock(): Promise<Buffer> {
    return this.#reader.readBlock();
  }

  close(): void {
    this.#socket.destroy();
  }

  #expect(answer: Answer, expected: readonly number[]): Answer {
    if (expected.includes(answer.code)) return answer;
    throw new NntpRefusal(answer.code, answer.words.join(' '));
  }
}
