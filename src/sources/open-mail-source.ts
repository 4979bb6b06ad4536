import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { OperationalError } from '../domain/operational-error.js';
import { DirectorySource } from './files/directory-source.js';
import { FileSource } from './files/file-source.js';
import { StreamSource } from './files/stream-source.js';
import { findEpochs } from './inbox/archive-changes.js';
import { InboxSource } from './inbox/inbox-source.js';
import { RemoteInboxSource } from './inbox/remote-inbox-source.js';
import type { MailSource } from './mail-source.js';
import { wordsOf } from './source-item.js';

/** What sources need besides their location. */
export interface SourceOptions {
  /** The folder in which clones of remote archives are kept; it is made where it is missing. */
  readonly cloneFolder: string;
  /** How often a directory is looked at that is followed, in milliseconds; undefined: as usual. */
  readonly diskPollMs?: number | undefined;
}

type Opening = (location: string, options: SourceOptions) => MailSource | Promise<MailSource>;

/** Per protocol of an address what opens it. */
const openings: Readonly<Record<string, Opening>> = {
  'http:': (location, options) => new RemoteInboxSource(location, options.cloneFolder),
  'https:': (location, options) => new RemoteInboxSource(location, options.cloneFolder),
  'git:': (location, options) => new RemoteInboxSource(location, options.cloneFolder),
  'file:': (location, options) => new RemoteInboxSource(location, options.cloneFolder),
  'imap:': openServer,
  'imaps:': openServer,
  'nntp:': openServer,
  'nntps:': openServer,
};

/** Most runs need no mail server, and the library for them takes a tenth of a second to load. */
async function openServer(location: string): Promise<MailSource> {
  const { openServerSource } = await import('./open-server-source.js');
  return openServerSource(location, process.env);
}

/**
 * Opens the source at a location: an address of a remote archive, of a mailbox or of a news group, a path (a public-inbox, a maildir, a directory of mails, an mbox, a
 * mail), or `-` for standard input. Throws an OperationalError where there is none.
 */
export async function openMailSource(location: string, options: SourceOptions): Promise<MailSource> {
  if (location === '-') return new StreamSource(process.stdin, 'standard input');
  const protocol = /^[a-z][a-z0-9+.-]*:(?=\/\/)/i.exec(location)?.[0].toLowerCase();
  if (protocol === undefined) return openPath(location, options);
  const open = openings[protocol];
  if (open !== undefined) return open(location, options);
  const known = Object.keys(openings).join(', ');
  throw new OperationalError(
    'no source is reached in this way',
    // Whatever stands before a host may be a password.
    location.replace(/^([a-z][a-z0-9+.-]*:\/\/).*@/is, '$1…@'),
    `give a path, or an address with one of ${known}`,
  );
}

async function openPath(path: string, { diskPollMs }: SourceOptions): Promise<MailSource> {
  try {
    const stats = await stat(path);
    // A pipe, such as the shell makes of <(...), is read once.
    if (!stats.isDirectory())
      return stats.isFile() ? new FileSource(path) : new StreamSource(createReadStream(path), path);
  } catch (error) {
    throw new OperationalError(
      `it cannot be looked at (${wordsOf(error)})`,
      path,
      'check the path and who may read it',
      error,
    );
  }
  return (await findEpochs(path)).length > 0 ? new InboxSource(path) : new DirectorySource(path, diskPollMs);
}
