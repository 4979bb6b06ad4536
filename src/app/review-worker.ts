import assert from 'node:assert/strict';
import { parentPort, workerData } from 'node:worker_threads';
import type { Series } from '../domain/series.js';
import { reviewSeries } from '../review/review-series.js';
import { CodeTexts } from '../tree/code-texts.js';
import { openMirror } from '../tree/git-mirror.js';
import type { WorkerOptions } from './review-pool.js';

// A thread that reviews the series it is sent, one after the other, with a mirror process of its own.
assert(parentPort, 'this file is the beginning of a worker thread');
const port = parentPort;
const { mirror, base, ruleIds } = workerData as WorkerOptions;
const tree = mirror === undefined ? undefined : await openMirror(mirror);
const texts = new CodeTexts();

port.on('message', async (series: Series) => {
  const { findings, withheld, notChecked, problems } = await reviewSeries(series, {
    tree,
    base,
    ruleIds,
    texts,
    remarks: [],
  });
  port.postMessage({ findings, withheld, notChecked, problems });
});
