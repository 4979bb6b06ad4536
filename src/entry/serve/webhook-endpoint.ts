import type { IncomingMessage, ServerResponse } from 'node:http';
import { limits } from '../../domain/limits.js';
import { HttpRefusal } from './http-refusal.js';
import type { WebhookMiddleware } from './open-github.js';
import { BodyBudget, checkDeclaredLength, withBody } from './read-body.js';
import { isSignedBy } from './webhook-signature.js';

/** What takes the webhooks of GitHub. */
export interface WebhookEndpointParts {
  readonly secret: string;
  readonly middleware: WebhookMiddleware;
  /** Bytes of one body, and of all that are held at a time. */
  readonly bytesMax?: number;
  readonly budget?: BodyBudget;
}

/** Takes one webhook in two steps, as a client may ask before it sends the body. Both throw a HttpRefusal where it is not to be taken. */
export class WebhookEndpoint {
  readonly #parts: Required<WebhookEndpointParts>;

  constructor({ bytesMax = limits.webhookBytesMax, budget = new BodyBudget(), ...parts }: WebhookEndpointParts) {
    this.#parts = { bytesMax, budget, ...parts };
  }

  /** Looks at the head of the request; nothing of the body is read for that. */
  checkHead(request: IncomingMessage): void {
    if (request.method !== 'POST') throw new HttpRefusal(405, 'webhooks are posted');
    checkDeclaredLength(request, this.#parts.bytesMax);
    const { headers } = request;
    if (headerOf(request, 'x-hub-signature-256') === '')
      throw new HttpRefusal(401, 'the webhook is not signed: X-Hub-Signature-256 is missing');
    // These become words of the store and of the log, and names that Probot looks up.
    if (!/^[a-z][a-z_]{0,99}$/.test(headerOf(request, 'x-github-event')))
      throw new HttpRefusal(400, 'X-GitHub-Event is missing, or no name of an event');
    if (!/^[\w-]{1,100}$/.test(headerOf(request, 'x-github-delivery')))
      throw new HttpRefusal(400, 'X-GitHub-Delivery is missing, or no id');
    if (!/^application\/json\s*(?:;|$)/.test(headers['content-type'] ?? ''))
      throw new HttpRefusal(415, 'webhooks come as application/json: say so on the page of the App');
  }

  /** Reads the body, checks whose it is, and hands it to Probot, which answers. */
  async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { secret, middleware } = this.#parts;
    await withBody(request, this.#parts, async body => {
      if (!isSignedBy(secret, body, headerOf(request, 'x-hub-signature-256')))
        throw new HttpRefusal(401, 'the signature is not that of the body and the secret of this App');
      const text = body.toString('utf8');
      // All webhooks are objects, and of anything else Probot makes an error of its own.
      if (!/^\s*\{/.test(text)) throw new HttpRefusal(400, 'the body is no JSON object');
      // Where a body was read already, Probot takes it from here.
      await middleware(Object.assign(request, { body: text }), response);
    });
  }
}

function headerOf({ headers }: IncomingMessage, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}
