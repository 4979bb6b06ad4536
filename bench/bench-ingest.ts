import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runGit } from '../test/support/git.js';
import { measureScript } from '../test/support/measure-cli.js';
import { repository } from '../test/support/repository.js';
import { percentileOf, print, verdict } from './figures.js';

/** What is aimed at. */
const timesFasterMin = 3;
/** How much more a mail may cost at the size of a whole archive than at so many mails of the same one: those of another are of another length. */
const costMax = 1.3;
const fewMails = 4_000;
const megabytesMax = 400;

const timeoutMs = 1_800_000;
const runs = 5;
const bundle = join(repository, '../shared/archives/linux-nilfs.bundle');
const child = fileURLToPath(new URL('./ingest-process.js', import.meta.url));

interface Ingest {
  readonly mails: number;
  readonly seconds: number;
  readonly megabytes: number | undefined;
}

/** How fast archives are taken in, up to threads and series, beside public-inbox's own index of the same archive in the same run. */
export async function benchIngest(directory: string, archives: readonly string[]): Promise<void> {
  if (!existsSync(bundle)) {
    print('ingest', 'not run: there is no ../shared/archives/linux-nilfs.bundle');
    return;
  }
  const inbox = prepareInbox(directory);
  const archive = join(inbox ?? directory, 'git/0.git');
  if (inbox === undefined) runGit(directory, ['clone', '--quiet', '--mirror', bundle, archive]);
  const [own, others]: [Ingest[], number[]] = [[], []];
  // In turn: whatever else the machine does meets both alike.
  for (let turn = 0; turn <= runs; turn += 1) {
    const ingest = measureIngest(archive, join(directory, 'store'));
    const index = inbox === undefined ? undefined : measureIndex(inbox);
    if (turn === 0) continue;
    own.push(ingest);
    if (index !== undefined) others.push(index);
  }
  const median = medianOf(own);
  print('ingest, linux-nilfs', `${wordsOf(median)}, median of ${runs}`);
  if (others.length === 0) print('public-inbox-index', 'not run: it is not installed');
  else {
    const seconds = percentileOf(others, 0.5);
    const times = seconds / median.seconds;
    print('public-inbox-index', `${(median.mails / seconds).toFixed(0)} mails/s, ${seconds.toFixed(2)} s`);
    print(
      '',
      `an ingest is ${times.toFixed(2)} times as fast  (at least ${timesFasterMin}: ${verdict(times >= timesFasterMin)})`,
    );
  }
  for (const each of archives) {
    const few = medianOf(Array.from({ length: runs }, () => measureIngest(each, join(directory, 'store'), fewMails)));
    const ingest = measureIngest(each, join(directory, 'store'));
    const cost = ingest.seconds / ingest.mails / (few.seconds / few.mails);
    print(`ingest, ${basename(each)}`, wordsOf(ingest));
    print('', `the first of them: ${wordsOf(few)}, median of ${runs}`);
    print(
      '',
      `a mail of all costs ${cost.toFixed(2)} times as much  (at most ${costMax}: ${verdict(cost <= costMax)})`,
    );
  }
}

function wordsOf({ mails, seconds, megabytes }: Ingest): string {
  const isMet = megabytes === undefined ? '' : `  (at most ${megabytesMax}: ${verdict(megabytes <= megabytesMax)})`;
  return `${mails} mails, ${(mails / seconds).toFixed(0)} mails/s, ${seconds.toFixed(2)} s, peak memory ${megabytes?.toFixed(0) ?? '?'} MB${isMet}`;
}

function medianOf(measured: readonly Ingest[]): Ingest {
  const sorted = measured.toSorted((a, b) => a.seconds - b.seconds);
  return sorted[Math.floor(sorted.length / 2)] ?? { mails: 0, seconds: 0, megabytes: undefined };
}

/** Of a whole archive, or of about so many of its mails. */
function measureIngest(archive: string, store: string, most?: number): Ingest {
  rmSync(store, { recursive: true, force: true });
  const args = [archive, store, ...(most === undefined ? [] : [String(most)])];
  const { seconds, megabytes, stdout } = measureScript(child, args, timeoutMs);
  return { mails: Number(stdout), seconds, megabytes };
}

/** The archive as a public-inbox that can be indexed; undefined where public-inbox is not installed. */
function prepareInbox(directory: string): string | undefined {
  const inbox = join(directory, 'inbox');
  mkdirSync(join(directory, 'home'), { recursive: true });
  const words = ['-V2', '-L', 'basic', 'nilfs', inbox, 'http://127.0.0.1/nilfs', 'nilfs@example.org'];
  if (runPerl(directory, 'public-inbox-init', words) !== 0) return undefined;
  rmSync(join(inbox, 'git/0.git'), { recursive: true, force: true });
  runGit(directory, ['clone', '--quiet', '--mirror', bundle, join(inbox, 'git/0.git')]);
  return inbox;
}

/** Seconds of a process that indexes the whole inbox. */
function measureIndex(inbox: string): number {
  for (const part of ['xap15', 'msgmap.sqlite3', 'msgmap.sqlite3-journal'])
    rmSync(join(inbox, part), { recursive: true, force: true });
  const began = performance.now();
  runPerl(join(inbox, '..'), 'public-inbox-index', ['-L', 'basic', inbox]);
  return (performance.now() - began) / 1_000;
}

/** Nothing of the user's own public-inbox is read or written. */
function runPerl(directory: string, program: string, words: readonly string[]): number | null {
  const env = { ...process.env, HOME: join(directory, 'home') };
  return spawnSync(program, words, { env, timeout: timeoutMs, stdio: 'ignore' }).status;
}
