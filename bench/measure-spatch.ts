import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Series } from '../src/domain/series.js';
import { makeSourceStack } from '../src/tree/load-sources.js';
import type { Tree } from '../src/tree/tree.js';
import { repository } from '../test/support/repository.js';
import { writeFileBelow } from '../test/support/write-file-below.js';

const semanticPatch = join(repository, '../shared/kmap/peer.cocci');
/** A file on which it is not done by then counts with this much. */
const timeoutMs = 120_000;

/** Why Coccinelle cannot be compared with; undefined where it can. */
export function whyNoSpatch(): string | undefined {
  if (!existsSync(semanticPatch)) return 'there is no ../shared/kmap/peer.cocci';
  return spawnSync('spatch', ['--version']).error === undefined ? undefined : 'spatch is not installed';
}

/** Writes each C file as a patch of the series leaves it below a directory, and returns the paths. */
export async function writePostImages(series: Series, tree: Tree, directory: string): Promise<readonly string[]> {
  const stack = makeSourceStack(tree, { baseCommit: series.baseCommit, total: series.total });
  const written: string[] = [];
  for (const patch of series.patches) {
    const { pairs } = await stack.apply(patch);
    const whole = pairs.filter(({ evidence, file }) => evidence === 'file' && file.newPath?.endsWith('.c'));
    for (const { pieces, file } of whole) {
      const text = pieces.map(piece => `${piece.new.lines.join('\n')}\n`).join('');
      written.push(writeFileBelow(directory, join(`${patch.number}`, file.newPath ?? ''), text));
    }
  }
  return written;
}

/** Milliseconds of one process for one file, as a review would start it. */
export function measureFile(file: string): number {
  return measureSpatch([file], timeoutMs);
}

/** Milliseconds of one process for all files below a directory. */
export function measureTogether(directory: string): number {
  return measureSpatch(['--dir', directory], 20 * timeoutMs);
}

function measureSpatch(words: readonly string[], timeout: number): number {
  const began = performance.now();
  spawnSync('spatch', ['--sp-file', semanticPatch, '--no-includes', '--very-quiet', ...words], { timeout });
  return performance.now() - began;
}
