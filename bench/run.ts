// How fast patches are judged, beside what Coccinelle needs for one question about the same files in the same run.
// `npm run bench` takes all patches, `npm run bench -- 40` so many. A script, not a test: how fast a machine is, no test can know.
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureCli } from '../test/support/measure-cli.js';
import { meanOf, percentileOf, showMs } from './figures.js';
import { measurePatches, measureRun } from './measure-review.js';
import { measureEach, measureTogether, whyNoSpatch, writePostImages } from './measure-spatch.js';
import { prepareWorkload, type Workload } from './workload.js';

/** What is aimed at. */
const timesFasterMin = 20;
const megabytesMax = 300;

const timeoutMs = 600_000;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function verdict(isMet: boolean): string {
  return isMet ? 'met' : 'MISSED';
}

/** Processes of their own, from their start to their end. */
function benchProcesses({ paths, mirror }: Workload): void {
  for (const jobs of new Set([1, availableParallelism()])) {
    const words = ['review', '--format', 'json', '--mirror', mirror, '--jobs', `${jobs}`, ...paths];
    const { seconds, megabytes } = measureCli(words, timeoutMs);
    const memory = megabytes === undefined ? 'memory unknown' : `peak memory ${megabytes.toFixed(0)} MB`;
    const aim =
      jobs > 1 || megabytes === undefined ? '' : `  (at most ${megabytesMax}: ${verdict(megabytes <= megabytesMax)})`;
    const label = `a process, ${jobs} thread${jobs === 1 ? '' : 's'}`.padEnd(24);
    print(`${label} ${(paths.length / seconds).toFixed(0)} patches/s, ${memory}${aim}`);
  }
}

/** One thread that has judged them all before, and so has no code left to compile. */
async function benchWarm(workload: Workload): Promise<number> {
  await measurePatches(workload);
  await measureRun(workload);
  const runMs = await measureRun(workload);
  const patches = await measurePatches(workload);
  const perPatch = runMs / workload.paths.length;
  print(
    `warm, whole run          ${(1_000 / perPatch).toFixed(0)} patches/s, ${showMs(perPatch)} a patch, from mail to JSON`,
  );
  print(
    `warm, judging a patch    p50 ${showMs(percentileOf(patches, 0.5))}, p95 ${showMs(percentileOf(patches, 0.95))}`,
  );
  return perPatch;
}

async function benchSpatch(workload: Workload, perPatch: number, directory: string): Promise<void> {
  const reason = whyNoSpatch();
  if (reason !== undefined) {
    print(`spatch                   not run: ${reason}`);
    return;
  }
  const files = await writePostImages(workload, directory);
  const times = measureEach(files, done => {
    if (process.stderr.isTTY) process.stderr.write(`\rspatch: ${done} of ${files.length} `);
  });
  const times20 = meanOf(times) / perPatch;
  const figures = `p50 ${showMs(percentileOf(times, 0.5))}, p95 ${showMs(percentileOf(times, 0.95))}, mean ${showMs(meanOf(times))}`;
  print(`spatch, one process each ${figures} a file (${files.length} files)`);
  print(
    `                         a patch in the warm run is ${times20.toFixed(0)} times as fast  (at least ${timesFasterMin}: ${verdict(times20 >= timesFasterMin)})`,
  );
  const together = measureTogether(directory) / files.length;
  print(
    `spatch, one for all      ${showMs(together)} a file: ${(together / perPatch).toFixed(1)} times a patch in the warm run`,
  );
}

const directory = mkdtempSync(join(tmpdir(), 'faultline-bench-'));
try {
  const most = Number(process.argv[2] ?? Number.POSITIVE_INFINITY);
  const workload = prepareWorkload(directory, most);
  print(`${workload.paths.length} patches: ${workload.name}`);
  benchProcesses(workload);
  const perPatch = await benchWarm(workload);
  await benchSpatch(workload, perPatch, join(directory, 'post-images'));
} finally {
  rmSync(directory, { recursive: true, force: true });
}
