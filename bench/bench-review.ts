import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Series } from '../src/domain/series.js';
import { openMirror } from '../src/tree/git-mirror.js';
import { measureCli } from '../test/support/measure-cli.js';
import { meanOf, percentileOf, print, showMs, sumOf, verdict } from './figures.js';
import { measurePatches, measureRun } from './measure-review.js';
import { measureFile, measureTogether, whyNoSpatch, writePostImages } from './measure-spatch.js';
import { prepareWorkload, type Workload } from './workload.js';

/** What is aimed at. */
const timesFasterMin = 20;
const megabytesMax = 300;

const timeoutMs = 600_000;
const patchesAtATime = 25;

/** `p50 4.2 ms, p95 61.0 ms, mean 12.1 ms`. */
function spread(milliseconds: readonly number[]): string {
  const [p50, p95, mean] = [percentileOf(milliseconds, 0.5), percentileOf(milliseconds, 0.95), meanOf(milliseconds)];
  return `p50 ${showMs(p50)}, p95 ${showMs(p95)}, mean ${showMs(mean)}`;
}

/** Processes of their own, from their start to their end. */
function benchProcesses({ paths, mirror }: Workload): void {
  for (const jobs of new Set([1, availableParallelism()])) {
    const words = ['review', '--format', 'json', '--mirror', mirror, '--jobs', `${jobs}`, ...paths];
    const { seconds, megabytes } = measureCli(words, timeoutMs);
    const memory = megabytes === undefined ? 'memory unknown' : `peak memory ${megabytes.toFixed(0)} MB`;
    const isBound = jobs === 1 && megabytes !== undefined;
    const aim = isBound ? `  (at most ${megabytesMax}: ${verdict(megabytes <= megabytesMax)})` : '';
    print(
      `a process, ${jobs} thread${jobs === 1 ? '' : 's'}`,
      `${(paths.length / seconds).toFixed(1)} patches/s, ${memory}${aim}`,
    );
  }
}

/** One thread that has judged them all before, and so has no code left to compile. */
async function benchWarm(workload: Workload): Promise<void> {
  await measurePatches(workload);
  await measureRun(workload);
  const perPatch = (await measureRun(workload)) / workload.paths.length;
  print('warm, from mail to JSON', `${(1_000 / perPatch).toFixed(1)} patches/s, ${showMs(perPatch)} a patch`);
  print('warm, judging a patch', spread(await measurePatches(workload)));
}

/** Both in turn, some patches at a time: a run stays warm, and whatever else the machine does meets both alike. */
async function benchSpatch(workload: Workload, directory: string): Promise<void> {
  const tree = await openMirror(workload.mirror);
  const spatch: number[] = [];
  const isWatched = process.stderr.isTTY;
  const waiting: Series[] = [];
  const catchUp = async (): Promise<void> => {
    for (const series of waiting.splice(0)) {
      if (isWatched) process.stderr.write(`\rspatch: ${spatch.length} of ${workload.paths.length} `);
      const files = await writePostImages(series, tree, join(directory, `${spatch.length}`));
      spatch.push(...files.map(measureFile));
    }
  };
  const judged = await measurePatches(workload, async series => {
    waiting.push(series);
    if (waiting.length === patchesAtATime) await catchUp();
  });
  await catchUp();
  await tree.close();
  if (isWatched) process.stderr.write('\r\x1b[K');
  const times = meanOf(spatch) / meanOf(judged);
  print('in turn, a patch', spread(judged));
  print('in turn, one spatch each', `${spread(spatch)} a file, ${spatch.length} files`);
  const aim = `(at least ${timesFasterMin}: ${verdict(times >= timesFasterMin)})`;
  const typical = percentileOf(spatch, 0.5) / percentileOf(judged, 0.5);
  print('', `a patch is ${times.toFixed(1)} times as fast by the means  ${aim}, ${typical.toFixed(1)} by the medians`);
  const together = measureTogether(directory) / spatch.length;
  print(
    'one spatch for all',
    `${showMs(together)} a file; each of its own took ${(sumOf(spatch) / spatch.length / together).toFixed(1)} times as long`,
  );
}

/**
 * How fast patches are judged, beside what Coccinelle needs for one question about the same files in the same run; `most`: so many
 * patches. `directory` is an empty one.
 */
export async function benchReview(directory: string, most: number): Promise<void> {
  const workload = prepareWorkload(directory, most);
  print('workload', `${workload.paths.length} patches: ${workload.name}`);
  benchProcesses(workload);
  await benchWarm(workload);
  const reason = whyNoSpatch();
  if (reason === undefined) await benchSpatch(workload, join(directory, 'post-images'));
  else print('spatch', `not run: ${reason}`);
}
