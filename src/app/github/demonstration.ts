import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Repository } from '../../domain/repository.js';
import { renderDelivery } from '../../render/deliveries.js';
import { GitHubRefusal } from '../../reporters/github/github-client.js';
import { listDeliveries } from '../../store/github/deliveries.js';
import { keepRepositories } from '../../store/github/repositories.js';
import type { Database } from '../../store/open-database.js';
import { Store } from '../../store/store.js';
import { MailReader } from '../ingest/mail-reader.js';
import { makeServerSettings, type WrittenServer } from '../settings/server-schema.js';
import { usualPace } from './pace.js';
import { RunningParts } from './running-parts.js';
import type { ServerParts, ServerRequest } from './server-parts.js';
import { SettingsKeeper } from './settings-keeper.js';

/** The sample archive lies beside dist/, in a checkout as in the installed package. */
const sample = fileURLToPath(new URL('../../../../fixtures/threads/', import.meta.url));

/** A conversion before its second version, and one that loses nothing. */
const mails = [
  'larder-kmap/1-v1-cover.eml',
  'larder-kmap/2-v1-names.eml',
  'larder-kmap/3-v1-fill.eml',
  'larder-kmap/4-v1-re-fill.eml',
  'larder-kmap/5-v1-re-names.eml',
  'tallow-clean.mbox',
];

/** The day after these mails were written: by the clock nobody would be told of a thread that ended long ago. */
const sampleTime = Date.UTC(2024, 4, 8);

const repository: Repository = {
  id: 1,
  installationId: 1,
  owner: 'example',
  name: 'linux',
  defaultBranch: 'master',
  isArchived: false,
};

/** As the file of an operator would say it. */
const written: WrittenServer = {
  sources: mails,
  repositories: { 'example/linux': { lists: ['linux-larder', 'linux-misc'], post: ['issue'] } },
};

/**
 * What a server does that nobody has configured: it reads the sample archive for a mirror that is nowhere, and prints what it would post. The
 * store is a temporary one; GitHub is not asked for anything.
 */
export async function openDemonstration({ log, print, version, githubUrl }: ServerRequest): Promise<ServerParts> {
  print('Nothing is configured: this is what would be posted about the sample mails. Nothing is sent.\n\n');
  const folder = await mkdtemp(join(tmpdir(), 'faultline-'));
  const store = await Store.open(folder, { mayMake: true });
  const reader = new MailReader();
  await store.lockIntake();
  await keepRepositories(store.db, [repository], sampleTime);
  const settings = makeServerSettings(written, sample);
  const refuse = async (): Promise<never> => {
    throw new GitHubRefusal('forbidden', 'no App is named');
  };
  const printed = new Set<string>();
  return new RunningParts({
    place: { store, reader, cloneFolder: folder },
    sources: settings.sources,
    tools: {
      db: store.db,
      log,
      judge: reader,
      clientOf: refuse,
      clientOfInstallation: refuse,
      clientOfApp: refuse,
      settings: new SettingsKeeper(settings, refuse),
      withCode: (_, work) => work({ tree: undefined, commit: undefined }),
      version,
      addresses: { github: githubUrl, archive: 'https://lists.example.org' },
      quietMinutes: 0,
      now: () => sampleTime,
    },
    worker: {
      // In place of the outbox: nothing is sent.
      outbox: {
        sendDue: async () => {
          await printPlanned(store.db, printed, print);
          return undefined;
        },
      },
      pace: usualPace,
    },
    close: () => rm(folder, { recursive: true }),
  });
}

/** Prints each delivery once, when it is planned. */
async function printPlanned(db: Database, printed: Set<string>, print: (text: string) => void): Promise<void> {
  for await (const shown of listDeliveries(db, {})) {
    if (printed.has(shown.delivery.key)) continue;
    printed.add(shown.delivery.key);
    print(renderDelivery(shown, sampleTime, { color: false, width: 100 }));
  }
}
