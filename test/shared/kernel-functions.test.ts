import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { CodeModel } from '../../src/rules/code/code-model.js';
import { openMirror } from '../../src/tree/git-mirror.js';
import { runGit } from '../support/git.js';
import { repository } from '../support/repository.js';
import { makeTemporaryDirectory } from '../support/temporary.js';

const bundle = join(repository, '../shared/kmap/corpus/mirror.bundle');
const mirror = makeTemporaryDirectory();
const maybe = existsSync(bundle) ? test : test.skip;

/** C files from every third branch, each content once: `<blob> <path>`, drawn by their ids and so from all folders. */
function listFiles(): readonly string[] {
  const trees = runGit(mirror, ['for-each-ref', '--format=%(objectname)']).trim().split('\n');
  const drawn = trees.filter((_, index) => index % 3 === 0);
  const files = drawn
    .flatMap(tree => runGit(mirror, ['ls-tree', '-r', tree]).split('\n'))
    .map(line => line.slice('100644 blob '.length));
  const byBlob = new Map(files.filter(line => line.endsWith('.c')).map(line => [line.split('\t')[0], line]));
  return [...byBlob.values()].sort().slice(0, 60);
}

async function readLines(files: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const tree = await openMirror(mirror);
  const texts = new Map<string, readonly string[]>();
  for (const file of files) {
    const reading = await tree.readBlob(file.split('\t')[0] ?? '');
    if (reading.ok) texts.set(file, Buffer.from(reading.blob.bytes).toString('utf8').split('\n'));
  }
  await tree.close();
  return texts;
}

maybe(
  'the functions of real kernel files are found and walked (skipped without ../shared)',
  async () => {
    runGit(mirror, ['clone', '--quiet', '--mirror', bundle, mirror]);
    const texts = await readLines(listFiles());
    expect(texts.size).toBe(60);
    let found = 0;
    let closed = 0;
    for (const [file, lines] of texts) {
      const code = new CodeModel({ lines, firstLine: 1 }, '', true);
      const functions = code.list();
      // A function ends with a brace alone in the first column; so do some structs, macros, and what stands under `#if 0`.
      const ends = lines.filter(line => /^}\s*$/.test(line)).length;
      found += functions.length;
      closed += ends;
      expect([file, functions.length >= ends - 3]).toEqual([file, true]);
      const odd = functions.filter(
        ({ name, startLine, endLine, isWhole }) =>
          name === undefined ||
          !isWhole ||
          !/^ ?\S/.test(lines[startLine - 1] ?? '') ||
          !lines[endLine - 1]?.includes('}'),
      );
      expect([file, odd.map(({ name, startLine }) => `${name} ${startLine}`)]).toEqual([file, []]);
      const models = functions.map(fn => code.model(fn));
      const lost = models.filter(model => model.isTooDeep || !code.walk(model, model.atoms, () => false).isComplete);
      expect([file, lost.map(({ name }) => name)]).toEqual([file, []]);
    }
    expect(found).toBeGreaterThan(0.995 * closed);
    expect(found).toBeLessThan(1.02 * closed);
  },
  60_000,
);
