import { createHash } from 'node:crypto';
import { access, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { limits } from '../domain/limits.js';
import { OperationalError } from '../domain/operational-error.js';
import { GitFailure } from './git-process.js';
import { readEpochs } from './inbox-source.js';
import type { MailSource, SourceEvent, SourceMemory } from './mail-source.js';
import { RemoteGit } from './remote-epochs.js';
import { pause } from './wait.js';

/** One epoch of the remote inbox and the clone that is kept of it. */
interface RemoteEpoch {
  readonly url: string;
  readonly folder: string;
}

/**
 * A public-inbox on a server: an inbox with its epochs, or one epoch by its own address. Clones are kept in a folder and fetched into
 * before each reading. Nothing but that address is ever contacted.
 */
export class RemoteInboxSource implements MailSource {
  readonly id: string;
  readonly #url: string;
  readonly #folder: string;
  readonly #git: RemoteGit;
  readonly #closing = new AbortController();
  /** How the addresses of epochs are made, once one was found. */
  #addressOf: ((number: number) => string) | undefined;

  /**
   * `url` is of the form `https://host/list`, also http, git and file; clones lie in a folder of their own below `cloneFolder`.
   * Throws an OperationalError where it is none, or carries a password: it would lie in the store and among the processes.
   */
  constructor(url: string, cloneFolder: string) {
    this.#url = parseAddress(url);
    this.id = `git:${this.#url}`;
    const name = basename(this.#url).replace(/[^\w.-]/g, '_').slice(0, 60);
    const digest = createHash('sha256').update(this.#url).digest('hex').slice(0, 12);
    this.#folder = join(cloneFolder, `${name}-${digest}`);
    this.#git = new RemoteGit(this.#url.split(':', 1)[0] ?? '', this.#closing.signal);
  }
