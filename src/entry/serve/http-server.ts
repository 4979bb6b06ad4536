import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { limits } from '../../domain/limits.js';
import type { Log } from '../../domain/log.js';
import { OperationalError } from '../../domain/operational-error.js';
import { answerLine, HttpRefusal, refuse } from './http-refusal.js';
import type { WebhookEndpoint } from './webhook-endpoint.js';

/** How long is waited for clients, in milliseconds. */
export interface ServerTimes {
  /** For the head of a request, and for all of it: GitHub itself gives up after ten seconds. */
  readonly headMs: number;
  readonly requestMs: number;
  /** For the next request on a connection: longer than the proxies in front of servers wait, so that they end it. */
  readonly idleMs: number;
  /** How often clients are looked at. */
  readonly checkMs: number;
  /** At the end: for the requests that are on their way. */
  readonly endMs: number;
}

const usualTimes: ServerTimes = { headMs: 10_000, requestMs: 30_000, idleMs: 65_000, checkMs: 5_000, endMs: 15_000 };

export interface HttpServerParts {
  readonly host: string;
  readonly port: number;
  readonly webhookPath: string;
  /** Undefined where no App was named. */
  readonly endpoint: WebhookEndpoint | undefined;
  /** Why not all is well, in one line; undefined where it is. */
  findTrouble(): Promise<string | undefined>;
  readonly log: Log;
  readonly times?: ServerTimes;
}

/** Our own server: webhooks, whether the process lives (`/healthz`), and whether it works (`/readyz`). */
export class HttpServer {
  readonly #parts: HttpServerParts;
  readonly #times: ServerTimes;
  readonly #server: Server;
  /** Those that are not answered yet. */
  readonly #open = new Set<ServerResponse>();
  #isEnding = false;

  private constructor(parts: HttpServerParts) {
    this.#parts = parts;
    this.#times = parts.times ?? usualTimes;
    this.#server = createServer({
      headersTimeout: this.#times.headMs,
      requestTimeout: this.#times.requestMs,
      keepAliveTimeout: this.#times.idleMs,
      connectionsCheckingInterval: this.#times.checkMs,
    });
    this.#server.maxConnections = limits.connectionsMax;
    this.#server.on('request', (request, response) => void this.#answer(request, response, false));
    // Who asks before sending is answered before that.
    this.#server.on('checkContinue', (request, response) => void this.#answer(request, response, true));
  }

  /** Begins to listen. Throws an OperationalError where the port is not free. */
  static async open(parts: HttpServerParts): Promise<HttpServer> {
    const server = new HttpServer(parts);
    const { host, port } = parts;
    try {
      server.#server.listen(port, host);
      await once(server.#server, 'listening');
    } catch (error) {
      const remedy = 'choose another address with HOST and PORT, or end the server that listens there';
      throw new OperationalError('cannot listen', `${host}:${port}`, remedy, error);
    }
    return server;
  }

  /** Where it listens: `http://127.0.0.1:3000`. */
  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the server does not listen');
    const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
    return `http://${host}:${address.port}`;
  }

  /** Takes no more connections, answers what is on its way, and ends. */
  async close(): Promise<void> {
    this.#isEnding = true;
    for (const response of this.#open) if (!response.headersSent) response.setHeader('connection', 'close');
    const closed = new Promise<void>(resolve => this.#server.close(() => resolve()));
    this.#server.closeIdleConnections();
    const cut = setTimeout(() => this.#server.closeAllConnections(), this.#times.endMs);
    await closed;
    clearTimeout(cut);
  }

  async #answer(request: IncomingMessage, response: ServerResponse, asksFirst: boolean): Promise<void> {
    this.#open.add(response);
    response.on('close', () => this.#open.delete(response));
    if (this.#isEnding) response.setHeader('connection', 'close');
    try {
      await this.#route(request, response, asksFirst);
    } catch (error) {
      this.#fail(error, request, response);
    }
  }

  async #route(request: IncomingMessage, response: ServerResponse, asksFirst: boolean): Promise<void> {
    const { endpoint, webhookPath, findTrouble } = this.#parts;
    const [path] = (request.url ?? '').split('?');
    if (path === webhookPath) {
      if (endpoint === undefined) throw new HttpRefusal(503, 'this server takes no webhooks: no App was named to it');
      endpoint.checkHead(request);
      if (asksFirst) response.writeContinue();
      await endpoint.take(request, response);
      return;
    }
    if (path !== '/healthz' && path !== '/readyz') throw new HttpRefusal(404, 'nothing is here');
    if (request.method !== 'GET' && request.method !== 'HEAD') throw new HttpRefusal(405, 'this is only read');
    const trouble = path === '/healthz' ? undefined : this.#isEnding ? 'the server ends' : await findTrouble();
    answerLine(response, trouble === undefined ? 200 : 503, trouble ?? 'ok');
  }

  #fail(error: unknown, request: IncomingMessage, response: ServerResponse): void {
    const deliveryId = request.headers['x-github-delivery'];
    if (error instanceof HttpRefusal) {
      this.#parts.log.info({ status: error.status, reason: error.message, deliveryId }, 'request refused');
      refuse(request, response, error);
      return;
    }
    if (request.errored !== null) {
      // The client went away, or was too slow and has been told so.
      this.#parts.log.info({ deliveryId }, 'request broken off');
      response.destroy();
      return;
    }
    this.#parts.log.error({ err: error, deliveryId }, 'request failed');
    refuse(request, response, new HttpRefusal(500, 'a fault of Faultline itself; its log tells more'));
  }
}
