import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { describeFailure } from '../../app/describe-failure.js';
import { type AppManifest, type ManifestWishes, makeManifest } from '../../app/setup/app-manifest.js';
import type { CredentialsFile } from '../../app/setup/credentials-file.js';
import { type AppCredentials, exchangeCode } from '../../app/setup/exchange-code.js';
import { pageStyle, renderFirstPage, renderLastPage, renderTroublePage } from '../../app/setup/setup-pages.js';
import { OperationalError } from '../../domain/operational-error.js';

export interface SetupRequest {
  /** The text of app.yml. */
  readonly appYml: string;
  readonly wishes: ManifestWishes;
  /** For whom the App is registered; undefined: for the person. */
  readonly organization?: string | undefined;
  /** 0: any that is free. */
  readonly port: number;
  /** GitHub's pages and its API, without a slash at their ends. */
  readonly githubUrl: string;
  readonly apiUrl: string;
  readonly file: CredentialsFile;
}

/** The App is registered, and its credentials are in their file, or could not get there: GitHub does not give them again. */
export type SetupOutcome =
  | { readonly ok: true; readonly credentials: AppCredentials }
  | { readonly ok: false; readonly error: unknown };

/** Clients are people at this machine. */
const requestWithinMs = 10_000;
const endWithinMs = 1_000;

/** Serves the pages by which a person registers the App, on loopback, until that is done. */
export class SetupServer {
  readonly #request: SetupRequest;
  readonly #server: Server;
  readonly #state = randomBytes(32).toString('hex');
  #manifest: AppManifest | undefined;
  #isExchanging = false;
  #settle: ((outcome: SetupOutcome) => void) | undefined;
  /** Resolves when the App is registered. */
  readonly done: Promise<SetupOutcome>;

  private constructor(request: SetupRequest) {
    this.#request = request;
    this.#server = createServer({ requestTimeout: requestWithinMs, headersTimeout: requestWithinMs });
    this.#server.on('request', (asked, response) => void this.#answer(asked, response));
    this.done = new Promise(resolve => {
      this.#settle = resolve;
    });
  }

  /** Throws an OperationalError where the port is taken, or the manifest is of no use. */
  static async open(request: SetupRequest): Promise<SetupServer> {
    const server = new SetupServer(request);
    try {
      server.#server.listen(request.port, '127.0.0.1');
      await once(server.#server, 'listening');
    } catch (error) {
      throw new OperationalError('cannot listen', `127.0.0.1:${request.port}`, 'choose another --port', error);
    }
    try {
      server.#manifest = makeManifest(request.appYml, request.wishes, `${server.url}callback`);
    } catch (error) {
      await server.close();
      throw error;
    }
    return server;
  }

  /** The first page. */
  get url(): string {
    return `http://${this.#host}/`;
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    // Browsers open connections before they need them.
    const cut = setTimeout(() => this.#server.closeAllConnections(), endWithinMs);
    await closed;
    clearTimeout(cut);
  }

  get #host(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the server does not listen');
    return `127.0.0.1:${address.port}`;
  }

  /** GitHub's form for new Apps. */
  get #action(): string {
    const { githubUrl, organization } = this.#request;
    const whose = organization === undefined ? '' : `/organizations/${encodeURIComponent(organization)}`;
    return `${githubUrl}${whose}/settings/apps/new?state=${this.#state}`;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.resume();
    // A page of somebody else's whose name leads to this machine names itself here.
    if (request.headers.host !== this.#host) {
      this.#show(response, 421, renderTroublePage(`This page is only at ${this.url}.`));
      return;
    }
    const [path, query] = (request.url ?? '').split('?');
    if (request.method !== 'GET') this.#show(response, 405, renderTroublePage('Pages are only read here.'));
    else if (path === '/' && this.#manifest !== undefined)
      this.#show(response, 200, renderFirstPage(this.#manifest, this.#action, this.#request.file.path));
    else if (path === '/callback') await this.#take(new URLSearchParams(query), response);
    else this.#show(response, 404, renderTroublePage('There is no such page.'));
  }

  /** GitHub has sent the browser back. */
  async #take(parameters: URLSearchParams, response: ServerResponse): Promise<void> {
    const code = parameters.get('code') ?? '';
    if (!isEqual(parameters.get('state') ?? '', this.#state)) {
      const words = 'This does not come from the first page of this run. Nothing was registered here.';
      this.#show(response, 403, renderTroublePage(words));
      return;
    }
    if (!/^[\w-]{1,200}$/.test(code)) {
      this.#show(response, 400, renderTroublePage('GitHub has sent no code.'));
      return;
    }
    if (this.#isExchanging) {
      this.#show(response, 409, renderTroublePage('The credentials are being fetched already.'));
      return;
    }
    this.#isExchanging = true;
    const { apiUrl } = this.#request;
    const exchanged = await exchangeCode(apiUrl, code).then(
      credentials => ({ ok: true, credentials }) as const,
      (error: unknown) => ({ ok: false, error }) as const,
    );
    this.#isExchanging = false;
    const outcome = exchanged.ok ? this.#keep(exchanged.credentials) : exchanged;
    if (outcome.ok) this.#show(response, 200, renderLastPage(outcome.credentials, this.#request.file.path));
    else this.#show(response, 502, renderTroublePage(describeFailure(outcome.error).split('\n')[0] ?? ''));
    if (exchanged.ok) this.#settle?.(outcome);
  }

  #keep(credentials: AppCredentials): SetupOutcome {
    const { host, protocol } = new URL(this.#request.githubUrl);
    try {
      const enterprise = host === 'github.com' ? undefined : { host, protocol: protocol.replace(':', '') };
      this.#request.file.write(credentials, enterprise);
      return { ok: true, credentials };
    } catch (error) {
      return { ok: false, error };
    }
  }

  #show(response: ServerResponse, status: number, html: string): void {
    const style = createHash('sha256').update(pageStyle).digest('base64');
    response
      .writeHead(status, {
        'content-type': 'text/html; charset=utf-8',
        'content-length': Buffer.byteLength(html),
        connection: 'close',
        'content-security-policy': `default-src 'none'; style-src 'sha256-${style}'; form-action 'self' ${new URL(this.#request.githubUrl).origin}; base-uri 'none'; frame-ancestors 'none'`,
        'x-content-type-options': 'nosniff',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        // The address of the last page holds a code.
        'referrer-policy': 'strict-origin',
        'cache-control': 'no-store',
      })
      .end(html);
  }
}

function isEqual(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
