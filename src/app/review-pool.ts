import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Remark } from '../domain/remark.js';
import type { Review } from '../domain/review.js';
import type { Series } from '../domain/series.js';

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

/** Threads that review series. */
export class ReviewPool {
  readonly #options: WorkerOptions;
  readonly #count: number;
  readonly #workers: Worker[] = [];

  constructor(options: WorkerOptions, count: number) {
    this.#options = options;
    this.#count = count;
  }

  /** The reviews in the order of the jobs, whoever was first: those that one thread alone would give. Throws what a worker throws. */
  async review(jobs: readonly ReviewJob[], noteReviewed: () => void): Promise<readonly Review[]> {
    const waiting = jobs.entries();
    const reviews = new Map<number, Review>();
    const work = async (worker: Worker): Promise<void> => {
      for (const [index, { series, remarks }] of waiting) {
        worker.postMessage(series);
        const [found] = (await once(worker, 'message')) as [Found];
        reviews.set(index, { series, ...found, remarks });
        noteReviewed();
      }
    };
    this.#start(Math.min(this.#count, jobs.length));
    await Promise.all(this.#workers.map(work));
    return jobs.flatMap((_, index) => reviews.get(index) ?? []);
  }

  /** No more than there are jobs for. */
  #start(count: number): void {
    while (this.#workers.length < count)
      this.#workers.push(new Worker(new URL('./review-worker.js', import.meta.url), { workerData: this.#options }));
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map(worker => worker.terminate()));
  }
}
