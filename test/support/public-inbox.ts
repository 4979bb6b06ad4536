import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { runGit } from './git.js';

const commands = ['public-inbox-init', 'public-inbox-index', 'public-inbox-imapd', 'public-inbox-nntpd'];

/** Whether Debian's public-inbox is installed. */
export const hasPublicInbox = commands.every(command =>
  (process.env.PATH ?? '').split(delimiter).some(directory => existsSync(join(directory, command))),
);

/** A running public-inbox-imapd or -nntpd. */
export interface Daemon {
  readonly port: number;
  stop(): Promise<void>;
}

/** A real public-inbox (v2, one epoch) that is served as the group `org.example.list`; its mailbox is `org.example.list.0`. */
export class PublicInbox {
  readonly #inbox: string;
  readonly #environment: NodeJS.ProcessEnv;

  private constructor(directory: string) {
    this.#inbox = join(directory, 'inbox');
    this.#environment = { PATH: process.env.PATH, HOME: directory };
  }

  /** Makes the inbox below this directory, which is its home as well: that of whoever runs the tests is left alone. */
  static async make(directory: string): Promise<PublicInbox> {
    const made = new PublicInbox(directory);
    const names = ['list', made.#inbox, 'http://127.0.0.1/list', 'list@example.org'];
    await made.#run('public-inbox-init', ['-V2', '-L', 'basic', '--ng', 'org.example.list', ...names]);
    runGit(directory, ['init', '-q', '--bare', made.#epoch]);
    runGit(made.#epoch, ['symbolic-ref', 'HEAD', 'refs/heads/master']);
    return made;
  }

  /** Mails come, behind those that are there. */
  async add(mails: readonly string[]): Promise<void> {
    const hasMails = runGit(this.#epoch, ['for-each-ref']) !== '';
    const commits = mails.map((mail, index) =>
      [
        'commit refs/heads/master',
        'committer A <a@example.com> 1700000000 +0000',
        'data 1\nx',
        ...(hasMails && index === 0 ? ['from refs/heads/master^0'] : []),
        `M 100644 inline m\ndata ${Buffer.byteLength(mail)}`,
        mail,
        '',
      ].join('\n'),
    );
    runGit(this.#epoch, ['fast-import', '--quiet'], commits.join(''));
    await this.#run('public-inbox-index', ['-L', 'basic', this.#inbox]);
  }

  /** Begins to serve at this port of loopback, 0 for any. */
  async serve(protocol: 'imap' | 'nntp', port = 0): Promise<Daemon> {
    const daemon = spawn(`public-inbox-${protocol}d`, ['-W0', '-l', `${protocol}://127.0.0.1:${port}`], {
      env: this.#environment,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const ended = new Promise<void>(resolve => daemon.once('close', () => resolve()));
    return {
      port: await findPort(daemon),
      stop: () => {
        daemon.kill('SIGKILL');
        return ended;
      },
    };
  }

  get #epoch(): string {
    return join(this.#inbox, 'git/0.git');
  }

  async #run(command: string, args: readonly string[]): Promise<void> {
    await promisify(execFile)(command, args, { env: this.#environment });
  }
}

/** It says `# bound imap://127.0.0.1:33543` once it listens. */
function findPort(daemon: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    daemon.once('error', reject);
    daemon.once('close', code => reject(new Error(`the daemon ended with ${code}`)));
    if (daemon.stderr === null) return;
    createInterface({ input: daemon.stderr }).on('line', line => {
      const port = /^# bound \w+:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
  });
}
