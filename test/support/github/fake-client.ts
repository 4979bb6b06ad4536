import { createSign } from 'node:crypto';
import type { FakeGitHub } from './fake-github.js';

export interface ClientAnswer {
  readonly status: number;
  /** Parsed, where it is JSON. */
  readonly data: unknown;
  readonly headers: Headers;
}

/** A plain client of the fake, with no ideas of its own: what is asked is sent, what is answered is returned. */
export class FakeClient {
  readonly #fake: FakeGitHub;
  #token: string | undefined;

  constructor(fake: FakeGitHub) {
    this.#fake = fake;
  }

  /** The token of the App itself. */
  jwt(): string {
    const { app, world } = this.#fake;
    const seconds = Math.floor(world.now() / 1000);
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const head = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode({ iss: String(app.id), iat: seconds - 30, exp: seconds + 570 })}`;
    return `${head}.${createSign('RSA-SHA256').update(head).sign(app.privateKey, 'base64url')}`;
  }

  /** As the App: `GET /app`. */
  asApp(route: string, body?: unknown): Promise<ClientAnswer> {
    return this.send(route, body, { authorization: `Bearer ${this.jwt()}` });
  }

  /** As the installation on the account that was added first: `GET /repos/example/linux/pulls?state=all`. */
  async ask(route: string, body?: unknown, headers: Record<string, string> = {}): Promise<ClientAnswer> {
    this.#token ??= await this.#getToken();
    return this.send(route, body, { authorization: `token ${this.#token}`, ...headers });
  }

  async send(route: string, body: unknown, headers: Record<string, string>): Promise<ClientAnswer> {
    const [method = '', path = ''] = route.split(' ');
    const answer = await fetch(path.startsWith('http') ? path : this.#fake.url + path, {
      method,
      headers: { accept: 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'manual',
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.startsWith('application/json') === true && text !== '';
    return { status: answer.status, data: isJson ? (JSON.parse(text) as unknown) : text, headers: answer.headers };
  }

  /** Asks for another token with the next request. */
  forgetToken(): void {
    this.#token = undefined;
  }

  async #getToken(): Promise<string> {
    const [installation] = this.#fake.world.installations.keys();
    const answer = await this.asApp(`POST /app/installations/${installation}/access_tokens`);
    return String((answer.data as { readonly token?: string }).token);
  }
}
