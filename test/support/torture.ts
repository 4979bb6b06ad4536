// Holds the command line against hostile inputs at full size: each is reviewed and taken into a store, which ends with 0 or 1 in under 20 s
// and 500 MB; and there is no thread that the store could not make or judge.
// A script, not a test: it takes two minutes, and a bound on time does not belong into a test.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HostileInput, hostileInputs } from './hostile-mails.js';
import { measureCli } from './measure-cli.js';

const secondsMax = 20;
const megabytesMax = 500;
let failures = 0;
const wanted = process.argv[2] ?? '';
for (const input of hostileInputs.filter(({ name }) => name.includes(wanted))) {
  const directory = mkdtempSync(join(tmpdir(), 'faultline-torture-'));
  try {
    const { paths, mirror } = input.write(directory, input.fullSize);
    const store = ['--store', join(directory, 'store')];
    const withMirror = mirror === undefined ? [] : ['--mirror', mirror];
    check(input, 'review', ['review', '--format', 'json', ...paths, ...withMirror]);
    check(input, 'ingest', ['ingest', ...paths, ...store]);
    check(input, 'crashes', ['problems', '--kind', 'thread-crashed', ...store], stdout => stdout === '');
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
process.exitCode = failures > 0 ? 1 : 0;

function check(
  { name, fullSize }: HostileInput,
  what: string,
  words: readonly string[],
  isRight: (stdout: string) => boolean = () => true,
): void {
  const { status, seconds, megabytes = Number.NaN, stdout, stderr } = measureCli(words, 2 * secondsMax * 1_000);
  const hasEnded = status === 0 || status === 1;
  const isFine = hasEnded && seconds < secondsMax && megabytes < megabytesMax && isRight(stdout);
  if (!isFine) failures += 1;
  const figures = `${seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB, exit ${status}`;
  process.stdout.write(`${isFine ? 'ok    ' : 'FAILED'} ${what}, ${name} (${fullSize}): ${figures}\n`);
  if (!isFine) process.stdout.write(`${(stderr || stdout).slice(0, 1_000)}\n`);
}
