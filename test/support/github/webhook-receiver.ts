import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';

export interface ReceivedWebhook {
  readonly guid: string;
  readonly event: string;
  readonly action: string | undefined;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly isSigned: boolean;
}

/** Takes webhooks on loopback as the App does, and does nothing with them. */
export class WebhookReceiver {
  url = '';
  readonly received: ReceivedWebhook[] = [];
  /** What it answers. */
  status = 200;
  readonly #secret: string;
  readonly #server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const body = Buffer.concat(pieces);
      const payload = JSON.parse(body.toString('utf8')) as Record<string, unknown>;
      const signature = `sha256=${createHmac('sha256', this.#secret).update(body).digest('hex')}`;
      this.received.push({
        guid: String(request.headers['x-github-delivery']),
        event: String(request.headers['x-github-event']),
        action: typeof payload.action === 'string' ? payload.action : undefined,
        payload,
        isSigned: request.headers['x-hub-signature-256'] === signature,
      });
      response.writeHead(this.status).end();
    });
  });

  constructor(secret: string) {
    this.#secret = secret;
  }

  async start(): Promise<void> {
    await new Promise<void>(resolve => this.#server.listen(0, '127.0.0.1', resolve));
    const address = this.#server.address();
    this.url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  /** `push`, `pull_request.opened`, …, and forgets them. */
  take(): readonly string[] {
    const names = this.received.map(({ event, action }) => (action === undefined ? event : `${event}.${action}`));
    this.received.length = 0;
    return names;
  }
}
