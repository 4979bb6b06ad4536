import { assemble } from '../src/app/pipeline.js';
import { renderRun } from '../src/app/render-run.js';
import { reviewMails } from '../src/app/review-mails.js';
import type { Series } from '../src/domain/series.js';
import { reviewSeries } from '../src/review/review-series.js';
import { CodeTexts } from '../src/tree/code-texts.js';
import { openMirror } from '../src/tree/git-mirror.js';
import type { Workload } from './workload.js';

const silent = (): void => undefined;

/** Milliseconds from the first mail that is opened to the last byte of the JSON, in one thread of this process. */
export async function measureRun({ paths, mirror }: Workload): Promise<number> {
  const began = performance.now();
  const reviewed = await reviewMails({ paths, mirror }, silent);
  renderRun(reviewed, 'json', { color: false, width: 100 });
  return performance.now() - began;
}

/**
 * Milliseconds to judge each patch, the reading of its files from the mirror among them; as in a run, in which no patch is judged
 * twice. What `behind` does is not counted.
 */
export async function measurePatches(
  { paths, mirror }: Workload,
  behind: (series: Series) => Promise<void> | void = silent,
): Promise<readonly number[]> {
  const { threads } = await assemble({ paths }, silent);
  const tree = await openMirror(mirror);
  const texts = new CodeTexts();
  const times: number[] = [];
  for (const series of threads.flatMap(thread => thread.series)) {
    const began = performance.now();
    await reviewSeries(series, { tree, texts, remarks: [] });
    times.push((performance.now() - began) / series.patches.length);
    await behind(series);
  }
  await tree.close();
  return times;
}
