import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type MailsWithMirror, writeFixtureMails } from '../test/support/fixture-mails.js';
import { runGit } from '../test/support/git.js';
import { repository } from '../test/support/repository.js';
import { drawEvenly } from './figures.js';

export interface Workload extends MailsWithMirror {
  readonly name: string;
}

const corpus = join(repository, '../shared/kmap/corpus');
/** As many as the shared corpus has, roughly. */
const madePatchesMax = 250;

/** The shared corpus of real kernel functions where it lies beside the checkout, else patches made of the fixtures; `most` of them. */
export function prepareWorkload(directory: string, most: number): Workload {
  if (existsSync(corpus)) return prepareCorpus(join(directory, 'mirror.git'), most);
  const { paths, mirror } = writeFixtureMails(directory);
  const drawn = drawEvenly(paths, Math.min(most, madePatchesMax));
  return { name: 'patches made of the fixtures (no ../shared)', paths: drawn, mirror };
}

function prepareCorpus(mirror: string, most: number): Workload {
  runGit(corpus, ['clone', '--quiet', '--mirror', join(corpus, 'mirror.bundle'), mirror]);
  const mails = readdirSync(join(corpus, 'mails')).sort();
  const paths = drawEvenly(mails, most).map(name => join(corpus, 'mails', name));
  return { name: 'the shared corpus of kernel functions', paths, mirror };
}
