// Holds the command line against hostile inputs at full size: each ends with 0 or 1, in under 20 s and 500 MB.
// A script, not a test: it takes a minute, and a bound on time does not belong into a test.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostileInputs } from './hostile-mails.js';
import { measureCli } from './measure-cli.js';

const secondsMax = 20;
const megabytesMax = 500;
let failures = 0;
const wanted = process.argv[2] ?? '';
for (const input of hostileInputs.filter(({ name }) => name.includes(wanted))) {
  const directory = mkdtempSync(join(tmpdir(), 'faultline-torture-'));
  try {
    const { paths, mirror } = input.write(directory, input.fullSize);
    const words = mirror === undefined ? paths : [...paths, '--mirror', mirror];
    const run = measureCli(['review', '--format', 'json', ...words], 2 * secondsMax * 1_000);
    const { seconds, megabytes = Number.NaN } = run;
    const isFine = (run.status === 0 || run.status === 1) && seconds < secondsMax && megabytes < megabytesMax;
    if (!isFine) failures += 1;
    const figures = `${seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB, exit ${run.status}`;
    process.stdout.write(`${isFine ? 'ok    ' : 'FAILED'} ${input.name} (${input.fullSize}): ${figures}\n`);
    if (!isFine) process.stdout.write(`${run.stderr.slice(0, 1_000)}\n`);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
process.exitCode = failures > 0 ? 1 : 0;
