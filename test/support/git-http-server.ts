import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';

/** The program that serves git over HTTP; it comes with git, but not everywhere. */
const backend = join(execFileSync('git', ['--exec-path'], { encoding: 'utf8' }).trim(), 'git-http-backend');

export const canServeGit = existsSync(backend);

/** A web server on loopback that hands out the repositories below a directory. */
export class GitHttpServer {
  readonly #root: string;
  readonly #server: Server;
  /** The paths that were asked for. */
  readonly asked: string[] = [];
  /** After so many bytes of an answer the connection is dropped. */
  dropAfterBytes = Number.POSITIVE_INFINITY;
  /** Where it sends whoever asks, if anywhere. */
  redirectTo: string | undefined;

  constructor(root: string) {
    this.#root = root;
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  /** Resolves to its address, without a slash at the end. */
  async listen(): Promise<string> {
    await new Promise<void>(resolve => this.#server.listen(0, '127.0.0.1', resolve));
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const [path = '', query = ''] = (request.url ?? '').split('?');
    this.asked.push(path);
    if (this.redirectTo !== undefined) {
      response.writeHead(302, { location: `${this.redirectTo}${request.url}` }).end();
      return;
    }
    const git = spawn(backend, {
      env: {
        PATH: process.env.PATH,
        GIT_PROJECT_ROOT: this.#root,
        GIT_HTTP_EXPORT_ALL: '1',
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_CONFIG_NOSYSTEM: '1',
        PATH_INFO: path,
        QUERY_STRING: query,
        REQUEST_METHOD: request.method,
        CONTENT_TYPE: request.headers['content-type'],
        HTTP_CONTENT_ENCODING: request.headers['content-encoding'],
        GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
        REMOTE_ADDR: '127.0.0.1',
      },
    });
    request.pipe(git.stdin.on('error', () => git.stdin.destroy()));
    const pieces: Buffer[] = [];
    git.stdout.on('data', (piece: Buffer) => pieces.push(piece));
    git.on('close', () => this.#send(Buffer.concat(pieces), response));
  }

  /** What a CGI program prints is a head and a body. */
  #send(printed: Buffer, response: ServerResponse): void {
    const end = printed.indexOf('\r\n\r\n');
    for (const line of printed.toString('latin1', 0, end).split('\r\n')) {
      const [name = '', value = ''] = line.split(': ', 2);
      if (name === 'Status') response.statusCode = Number.parseInt(value, 10);
      else response.setHeader(name, value);
    }
    const body = printed.subarray(end + 4);
    if (body.length <= this.dropAfterBytes) response.end(body);
    else response.write(body.subarray(0, this.dropAfterBytes), () => response.destroy());
  }
}
