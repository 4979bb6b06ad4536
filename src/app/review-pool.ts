import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Remark } from '../domain/remark.js';
import type { Review } from '../domain/review.js';
import type { Series } from '../domain/series.js';
import type { ReportProgress } from './progress.js';

/** A series to be reviewed, with what people said about its patches. */
export interface ReviewJob {
  readonly series: Series;
  readonly remarks: readonly Remark[];
}

/** What each worker works with; as in ReviewRequest. */
export interface WorkerOptions {
  readonly mirror?: string | undefined;
  readonly base?: string | undefined;
  readonly ruleIds?: readonly string[] | undefined;
}

/** The part of a review that a worker finds; the rest is known to who asks. */
type Found = Omit<Review, 'series' | 'remarks'>;

/**
 * Reviews series in so many threads. The reviews stand in the order of the jobs, whoever was first, and are those that one
 * thread alone would give. Throws what a worker throws.
 */
export async function reviewInWorkers(
  jobs: readonly ReviewJob[],
  options: WorkerOptions,
  count: number,
  report: ReportProgress,
): Promise<readonly Review[]> {
  const waiting = jobs.entries();
  const reviews = new Map<number, Review>();
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL('./review-worker.js', import.meta.url), { workerData: options });
    try {
      for (const [index, { series, remarks }] of waiting) {
        worker.postMessage(series);
        const [found] = (await once(worker, 'message')) as [Found];
        reviews.set(index, { series, ...found, remarks });
        report('reviewing series', reviews.size, jobs.length);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(count, jobs.length) }, work));
  return jobs.flatMap((_, index) => reviews.get(index) ?? []);
}
