import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { limits } from '../../domain/limits.js';
import { OperationalError } from '../../domain/operational-error.js';
import type { MailSource, SourceEvent, SourceMemory } from '../mail-source.js';
import { pause } from '../wait.js';
import { GitFailure } from './git-process.js';
import { readEpochs } from './inbox-source.js';
import { RemoteGit } from './remote-git.js';

/** How the epochs of a remote inbox are addressed, and what their clones are called; undefined behind the last that there can be. */
type EpochAddresses = (number: number) => { readonly url: string; readonly name: string } | undefined;

/** Protocols in which a git may be asked. Not ssh, which asks for keys and takes its settings from elsewhere. */
const protocols = ['http', 'https', 'git', 'file'];

/**
 * A public-inbox on a server: an inbox with its epochs, also those that come, or one epoch by its own address. Clones are kept, and
 * fetched into before each reading. Nothing but that address is ever contacted.
 */
export class RemoteInboxSource implements MailSource {
  readonly id: string;
  readonly #url: string;
  readonly #folder: string;
  readonly #closing = new AbortController();
  readonly #git: RemoteGit;
  /** Undefined until the server has told an epoch. */
  #addresses: EpochAddresses | undefined;
  #trouble: OperationalError | undefined;

  /**
   * `url` is such as `https://host/list`; the clones lie in a folder of their own below `cloneFolder`. Throws an OperationalError where
   * the address cannot be taken.
   */
  constructor(url: string, cloneFolder: string) {
    this.#url = parseAddress(url);
    this.id = `git:${this.#url}`;
    const digest = createHash('sha256').update(this.#url).digest('hex').slice(0, 12);
    this.#folder = join(cloneFolder, `${nameOf(this.#url)}-${digest}`);
    this.#git = new RemoteGit(new URL(this.#url).protocol.slice(0, -1), this.#closing.signal);
  }

  async *read(cursor: string | undefined, memory: SourceMemory): AsyncGenerator<SourceEvent> {
    this.#trouble = undefined;
    yield* readEpochs(this.#fetchEpochs(), cursor, memory, this.id);
    if (this.#trouble !== undefined) throw this.#trouble;
  }

  wait(signal: AbortSignal): Promise<void> {
    return pause(limits.serverPollMs, AbortSignal.any([signal, this.#closing.signal]));
  }

  close(): Promise<void> {
    this.#closing.abort();
    return Promise.resolve();
  }

  /** The clones, each fetched into before it comes; also where that failed, since it may hold what was not read. */
  async *#fetchEpochs(): AsyncGenerator<string> {
    this.#addresses ??= await this.#findAddresses();
    for (let number = 0; !this.#closing.signal.aborted; number += 1) {
      const epoch = this.#addresses?.(number);
      if (epoch === undefined) return;
      const folder = join(this.#folder, epoch.name);
      const isOld = existsSync(join(folder, 'HEAD'));
      // The epoch that is not there yet is asked for each time: so it is known when it comes.
      if (!isOld && !(await this.#prepare(epoch.url, folder))) return;
      try {
        await this.#git.fetch(epoch.url, folder);
      } catch (error) {
        this.#trouble ??= this.#tell(error, epoch.url);
      }
      yield folder;
    }
  }

  /** Where the first epoch is told, the others are; undefined where it is, but has no mail yet. */
  async #findAddresses(): Promise<EpochAddresses | undefined> {
    let trouble: unknown;
    for (const addresses of addressesOf(this.#url)) {
      const first = addresses(0);
      try {
        if (first !== undefined) await this.#git.findBranch(first.url, this.#folder);
        return addresses;
      } catch (error) {
        trouble = error;
      }
    }
    const told = this.#tell(trouble, this.#url);
    if (told !== undefined) throw told;
    return undefined;
  }

  /** False where there is no such epoch yet, or one without a mail. */
  async #prepare(url: string, folder: string): Promise<boolean> {
    try {
      const branch = await this.#git.findBranch(url, folder);
      if (branch !== undefined) await this.#git.prepare(folder, branch);
      return branch !== undefined;
    } catch (error) {
      if (error instanceof GitFailure) return false;
      throw error;
    }
  }

  /** Undefined where git was ended by `close`. Throws what is no failure of git. */
  #tell(error: unknown, url: string): OperationalError | undefined {
    if (!(error instanceof GitFailure)) throw error;
    if (this.#closing.signal.aborted) return undefined;
    if (error.words === '') return new OperationalError(error.what, url, error.remedy);
    const words = error.words.replace(/\s*\n\s*/g, '; ');
    const remedy =
      'check the address and the connection; what was fetched is kept, and the next reading goes on from there';
    return new OperationalError(`git could not fetch (${words})`, url, remedy);
  }
}

/** Throws an OperationalError where the text is no such address. */
function parseAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !protocols.includes(url.protocol.slice(0, -1))) {
    throw new OperationalError('this is no address of an archive', text, 'give one such as https://host/list');
  }
  // It would lie in the store, and show among the processes and in each message.
  if (url.username !== '' || url.password !== '') {
    throw new OperationalError(
      'an address with a name or password is not taken',
      url.host,
      'give one that is open to all',
    );
  }
  return `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/, '')}`;
}

/** An inbox addresses its epochs as `git/0.git` (its files) or `0` (its pages); a repository by itself is the one epoch. */
function addressesOf(url: string): readonly EpochAddresses[] {
  const alone: EpochAddresses = number => (number === 0 ? { url, name: `${nameOf(url)}.git` } : undefined);
  if (/\/(?:\d+|[^/]+\.git)$/.test(url)) return [alone];
  return [
    number => ({ url: `${url}/git/${number}.git`, name: `${number}.git` }),
    number => ({ url: `${url}/${number}`, name: `${number}.git` }),
    alone,
  ];
}

/** The last part of the address, as a name for a folder. */
function nameOf(url: string): string {
  const name = basename(url, '.git').replace(/[^\w-]/g, '_');
  return name.slice(0, 60);
}
