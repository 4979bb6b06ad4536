import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { limits } from '../../src/domain/limits.js';
import { openMirror } from '../../src/tree/git-mirror.js';
import type { Tree, WordSearch } from '../../src/tree/tree.js';
import { looksLikeHead } from '../../src/tree/word-use.js';
import { runGit } from '../support/git.js';
import { MemoryTree } from '../support/memory-tree.js';
import { makeTemporaryDirectory } from '../support/temporary.js';
import { writeFileBelow } from '../support/write-file-below.js';

const files: Readonly<Record<string, string>> = {
  'include/kettle.h': 'int kettle_boil(struct kettle *k);\n#define kettle_pour(k) \\\n\tkettle_tilt(k)\n',
  'tea/kettle.c': 'static int\nkettle_tilt(struct kettle *k)\n{\n\treturn kettle_boil(k);\n}\n',
  'tea/boil.c': 'int kettle_boil(struct kettle *k)\n{\n\treturn 0;\n}\n',
  'tea/odd name.c': '/* kettle_boils, my_kettle_boil */\nint x = kettle_boil_;\n',
  'tea/kettle.txt': 'kettle_boil(\n',
  'tea/binary.c': 'char k[] = "\0"; /* kettle_boil */\n',
};
const many = Object.fromEntries(
  Array.from({ length: limits.filesNamingMax + 1 }, (_, index) => [`many/${index}.c`, 'int kettle_many;\n']),
);
const root = makeTemporaryDirectory();

/** A repository with one commit of the files, tagged v1. Its own settings would change what `git grep` prints. */
function makeRepository(): string {
  const directory = join(root, 'tree');
  runGit(root, ['init', '-q', directory]);
  for (const [path, content] of Object.entries({ ...files, ...many })) writeFileBelow(directory, path, content);
  writeFileBelow(directory, '.gitattributes', '*.c -diff\n');
  runGit(directory, ['add', '-A']);
  runGit(directory, ['-c', 'user.name=A', '-c', 'user.email=a@example.com', 'commit', '-q', '-m', 'x']);
  runGit(directory, ['tag', 'v1']);
  for (const name of ['grep.lineNumber', 'grep.column', 'grep.heading', 'grep.break', 'submodule.recurse'])
    runGit(directory, ['config', name, 'true']);
  for (const name of ['color.grep', 'color.ui']) runGit(directory, ['config', name, 'always']);
  runGit(directory, ['config', 'grep.patternType', 'perl']);
  return directory;
}

const directory = makeRepository();
const trees: readonly (readonly [string, () => Promise<Tree>])[] = [
  ['a git mirror', () => openMirror(directory)],
  ['a tree in memory', async () => new MemoryTree({ v1: { ...files, ...many } })],
];

async function findIn(open: () => Promise<Tree>, revision: string, words: readonly string[]): Promise<WordSearch> {
  const tree = await open();
  try {
    return await tree.findWords(revision, words);
  } finally {
    await tree.close();
  }
}

describe.each(trees)('%s', (_, open) => {
  test('tells which C files name a word, and in which it may be defined', async () => {
    const search = await findIn(open, 'v1', ['kettle_boil', 'kettle_tilt', 'kettle_pour', 'kettle_sing']);
    expect(search.ok && Object.fromEntries(search.uses)).toEqual({
      kettle_boil: {
        files: ['include/kettle.h', 'tea/binary.c', 'tea/boil.c', 'tea/kettle.c'],
        heads: ['tea/boil.c'],
      },
      kettle_tilt: { files: ['include/kettle.h', 'tea/kettle.c'], heads: ['tea/kettle.c'] },
      kettle_pour: { files: ['include/kettle.h'], heads: ['include/kettle.h'] },
      kettle_sing: { files: [], heads: [] },
    });
  });

  test('does not list the files of a word that stands everywhere', async () => {
    const search = await findIn(open, 'v1', ['kettle_many']);
    expect(search.ok && search.uses.get('kettle_many')).toEqual({ files: undefined, heads: [] });
  });

  test('looks for words only, and at revisions that are there', async () => {
    expect(await findIn(open, 'v1', ['--help', 'a b', '', '.*', '-ekettle'])).toEqual({ ok: true, uses: new Map() });
    for (const revision of ['v2', '--help', '-O', ''])
      expect(await findIn(open, revision, ['kettle_boil'])).toEqual({
        ok: false,
        reason: 'it is not there',
        isMissing: true,
      });
  });
});

test('a mirror remembers what it found, and asks git for the rest alone', async () => {
  const tree = await openMirror(directory);
  const first = await tree.findWords('v1', ['kettle_boil']);
  const [again, both] = await Promise.all([
    tree.findWords('v1', ['kettle_boil']),
    tree.findWords('HEAD', ['kettle_tilt', 'kettle_boil']),
  ]);
  await tree.close();
  expect(again).toEqual(first);
  expect(both.ok && first.ok && both.uses.get('kettle_boil') === first.uses.get('kettle_boil')).toBe(true);
});

test('a partial clone that lacks files says that it cannot be searched, and fetches nothing', async () => {
  runGit(directory, ['config', 'uploadpack.allowFilter', 'true']);
  const partial = join(root, 'partial.git');
  runGit(root, ['clone', '-q', '--bare', '--filter=blob:none', `file://${directory}`, partial]);
  expect(await findIn(() => openMirror(partial), 'v1', ['kettle_boil'])).toEqual({
    ok: false,
    reason: 'not every file of it can be read',
  });
});

test.each([
  ['static inline int kettle(int a) { return a; }', true],
  ['kettle(int a)', true],
  ['SYSCALL_DEFINE0(kettle)', false],
  ['#define kettle(a) \\', true],
  ['# define kettle other', true],
  ['#define other(a) kettle(a)', false],
  ['int kettle(int a);', false],
  ['EXPORT_SYMBOL(kettle);', false],
  ['\treturn kettle(a);', false],
  ['int kettle_boil(void)', false],
  ['struct kettle {', false],
])('%s: %s', (line, isHead) => {
  expect(looksLikeHead(line, 'kettle')).toBe(isHead);
});
