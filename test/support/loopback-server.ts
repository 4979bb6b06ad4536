import { createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

/** Says something of its own in place of the answer: true where the command needs no other one. */
export type Fault = (command: string, socket: Socket) => boolean;

/**
 * A server on loopback that answers line by line, as IMAP and NNTP do. It can be told to misbehave, stopped, and started again at
 * the same port.
 */
export abstract class LoopbackServer {
  /** All lines that came, of all connections. */
  readonly commands: string[] = [];
  /** Looked at before each command; the greeting is asked for as the command `connect`. */
  fault: Fault | undefined;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;

  get port(): number {
    return this.#port;
  }

  /** Begins to listen; a second time at the port of the first. */
  async start(): Promise<void> {
    const server = createServer(socket => this.#serve(socket));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (address !== null && typeof address === 'object') this.#port = address.port;
    this.#server = server;
  }

  /** Ends all connections and listens no longer. */
  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    for (const socket of this.#sockets) socket.destroy();
    if (server !== undefined) await new Promise(resolve => server.close(resolve));
  }

  /** Ends all connections. */
  dropConnections(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  protected abstract greeting(): string;
  protected abstract answer(command: string, socket: Socket): void;

  protected get sockets(): Iterable<Socket> {
    return this.#sockets;
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.setNoDelay(true);
    // Clients go away as they like.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
    if (!this.fault?.('connect', socket)) socket.write(this.greeting());
    const lines = createInterface({ input: socket });
    lines.on('error', () => socket.destroy());
    lines.on('line', command => {
      this.commands.push(command);
      if (!this.fault?.(command, socket)) this.answer(command, socket);
    });
  }
}

/** A mail as it goes over the wire: every line ends in CRLF. */
export function toWire(mail: Uint8Array): Buffer {
  return Buffer.from(Buffer.from(mail).toString('latin1').replaceAll('\n', '\r\n'), 'latin1');
}
