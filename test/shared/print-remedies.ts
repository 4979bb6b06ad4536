import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tryRemedies } from './try-remedies.js';

// Prints what came of the remedy of each flagship finding of the shared corpus, and the share of those that are good: `(97.1 %)`.
const directory = mkdtempSync(join(tmpdir(), 'faultline-remedies-'));
try {
  const tried = await tryRemedies(directory);
  for (const { place, outcome } of tried) process.stdout.write(`${outcome.padEnd(6)} ${place}\n`);
  const good = tried.filter(({ outcome }) => outcome === 'silent').length;
  const bad = tried.filter(({ outcome }) => outcome === 'misfit' || outcome === 'noisy').length;
  const share = ((100 * good) / tried.length).toFixed(1);
  process.stdout.write(
    `${good} of ${tried.length} flagship findings with a remedy that applies and is silent, ${bad} wrong (${share} %)\n`,
  );
  if (bad > 0) process.exitCode = 1;
} finally {
  rmSync(directory, { recursive: true });
}
