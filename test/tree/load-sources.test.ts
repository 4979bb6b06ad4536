import { describe, expect, test } from '@jest/globals';
import type { SourcePair } from '../../src/domain/source.js';
import { makeSourceStack } from '../../src/tree/load-sources.js';
import { MemoryTree } from '../support/memory-tree.js';
import { makePatch, patchOf } from './make-patch.js';

const first = 'int a;\nint b;\nint c;\nint d;\nint e;\nint f;\nint g;\nint h;\nint i;\n';
const second = first.replace('int b;', 'long b;');
const third = second.replace('int h;', 'long h;');

/** What a test looks at: how much was read, whence, whether it is proven, and the new side. */
function outline(pair: SourcePair): readonly unknown[] {
  return [pair.evidence, pair.base, pair.postImage, pair.pieces.map(piece => piece.new.lines.join('\n')).join('\n…\n')];
}

function linesOf(text: string): string {
  return text.trimEnd();
}

describe('a patch whose old side is in the tree', () => {
  const tree = new MemoryTree({ 'v6.1': { 'tea/a.c': first } });

  test('is read as a whole by the id of the index line, and its outcome is proven', async () => {
    const loaded = await makeSourceStack(tree).apply(makePatch(1, [{ path: 'tea/a.c', before: first, after: second }]));
    expect(loaded.pairs.map(outline)).toEqual([
      ['file', expect.stringMatching(/^blob \w{12}$/), 'equal', linesOf(second)],
    ]);
    expect(loaded.pairs[0]?.pieces[0]?.old).toEqual({ lines: linesOf(first).split('\n'), firstLine: 1 });
    expect([loaded.problems, loaded.notChecked]).toEqual([[], []]);
  });

  test('is read by its path at --base, else at the base commit, where no index line helps', async () => {
    const patch = makePatch(1, [{ path: 'tea/a.c', before: first, after: second, hasIndex: false }]);
    const atBase = await makeSourceStack(tree, { base: 'v6.1', baseCommit: 'abcdef0' }).apply(patch);
    expect(atBase.pairs.map(outline)).toEqual([['file', 'tea/a.c at v6.1', 'not-stated', linesOf(second)]]);
    const atCommit = await makeSourceStack(tree, { base: 'v5.0', baseCommit: 'v6.1' }).apply(patch);
    expect(atCommit.pairs[0]?.base).toBe('tea/a.c at v6.1');
  });

  test('says how far its hunks had moved', async () => {
    const moved = new MemoryTree({ 'v6.1': { 'tea/a.c': `int x;\nint y;\n${third}` } });
    const patch = makePatch(1, [
      { path: 'tea/a.c', before: third, after: third.replace('int f;', 'long f;'), hasIndex: false },
    ]);
    const { pairs } = await makeSourceStack(moved, { base: 'v6.1' }).apply(patch);
    expect(pairs[0]?.base).toBe('tea/a.c at v6.1, hunks found up to 2 lines away');
    // The lines keep the numbers of the patch, by which people and comments name them.
    expect(pairs[0]?.pieces[0]?.new.firstLine).toBe(-1);
  });

  test('is read by its hunks where they moved by different distances', async () => {
    const before = Array.from({ length: 40 }, (_, index) => `int field_${index};\n`).join('');
    const after = before.replace('field_5;', 'other_5;').replace('field_30;', 'other_30;');
    const moved = new MemoryTree({
      'v6.1': { 'tea/a.c': before.replace('int field_15;\n', 'int x;\nint y;\nint z;\n') },
    });
    const patch = makePatch(1, [{ path: 'tea/a.c', before, after, hasIndex: false }]);
    const { pairs, notChecked } = await makeSourceStack(moved, { base: 'v6.1' }).apply(patch);
    expect(pairs.map(pair => pair.evidence)).toEqual(['hunk']);
    expect(notChecked).toEqual([{ path: 'tea/a.c', reason: expect.stringContaining('another distance') }]);
  });

  test('is read as a whole where only blanks were changed on the way', async () => {
    const tabs = (text: string): string => text.replaceAll(/ (?=\w;)/g, '\t');
    const indented = new MemoryTree({ 'v6.1': { 'tea/a.c': tabs(first) } });
    const patch = makePatch(1, [{ path: 'tea/a.c', before: first, after: second, hasIndex: false }]);
    const { pairs, problems } = await makeSourceStack(indented, { base: 'v6.1' }).apply(patch);
    const expected = linesOf(tabs(second).replace('long\tb;', 'long b;'));
    expect(pairs.map(outline)).toEqual([['file', 'tea/a.c at v6.1, white space ignored', 'not-stated', expected]]);
    expect(problems).toEqual([]);
  });

  test('that comes to another file than the index line says is told, and still read', async () => {
    const patch = makePatch(1, [{ path: 'tea/a.c', before: first, after: second }]);
    const [file] = patch.files;
    const forged = { ...patch, files: file === undefined ? [] : [{ ...file, newBlob: '0123456789ab' }] };
    const loaded = await makeSourceStack(tree).apply(forged);
    expect(loaded.pairs.map(pair => pair.postImage)).toEqual(['unequal']);
    expect(loaded.problems).toMatchObject([
      { code: 'blob-differs', path: 'tea/a.c', messageId: 'patch-1@example.com' },
    ]);
  });
});

describe('a patch whose old side cannot be had', () => {
  const patch = makePatch(1, [{ path: 'tea/a.c', before: first, after: second }]);

  test('is read by its hunks, and a mirror that lacks the code is told of', async () => {
    const loaded = await makeSourceStack(new MemoryTree({}), { base: 'v6.1' }).apply(patch);
    expect(loaded.pairs.map(outline)).toEqual([
      ['hunk', 'visible hunks', 'not-checked', 'int a;\nlong b;\nint c;\nint d;\nint e;\nint f;'],
    ]);
    expect(loaded.problems).toMatchObject([
      {
        code: 'blob-missing',
        detail: expect.stringMatching(/^the mirror has not got blob \w+ or tea\/a\.c at v6\.1$/),
      },
    ]);
    expect(loaded.notChecked).toEqual([{ path: 'tea/a.c', reason: 'only the visible hunks were read' }]);
  });

  test('is one problem for all its files, and none for a file that is only renamed', async () => {
    const changes = ['tea/a.c', 'tea/b.c', 'tea/c.c'].map(path => ({ path, before: first, after: second }));
    const renamed = { from: 'tea/y.c', path: 'tea/z.c', before: first, after: first, hasIndex: false };
    const loaded = await makeSourceStack(new MemoryTree({})).apply(makePatch(1, [renamed, ...changes]));
    expect(loaded.problems).toMatchObject([
      { path: 'tea/a.c', detail: expect.stringContaining('; so it is with 2 more files of this patch') },
    ]);
    expect(loaded.notChecked.map(({ path }) => path)).toEqual(['tea/a.c', 'tea/b.c', 'tea/c.c']);
  });

  test('without a mirror is read by its hunks, and that is no problem', async () => {
    const loaded = await makeSourceStack(undefined).apply(patch);
    expect(loaded.pairs.map(pair => pair.evidence)).toEqual(['hunk']);
    expect([loaded.problems, loaded.notChecked]).toEqual([[], []]);
  });

  test('that does not apply says so with the line of its hunk', async () => {
    const tree = new MemoryTree({ 'v6.1': { 'tea/a.c': first.replaceAll('int', 'char') } });
    const loaded = await makeSourceStack(tree, { base: 'v6.1' }).apply(patch);
    expect(loaded.pairs.map(pair => pair.evidence)).toEqual(['hunk']);
    expect(loaded.problems).toMatchObject([{ code: 'patch-does-not-apply', path: 'tea/a.c', mailLine: 5 }]);
  });

  test('is not taken for whole when one of its hunks is damaged', async () => {
    const tree = new MemoryTree({ 'v6.1': { 'tea/a.c': first } });
    const diff =
      '--- a/tea/a.c\n+++ b/tea/a.c\n@@ -1,3 +1,3 @@\n int a;\n-int b;\n+long b;\n int c;\n@@ -7,3 +7,3 @@\n int g;\n-int h;\n+long\nh;\n int i;\n';
    const loaded = await makeSourceStack(tree, { base: 'v6.1' }).apply(patchOf(1, diff));
    expect(loaded.pairs.map(outline)).toEqual([['hunk', 'visible hunks', 'not-checked', 'int a;\nlong b;\nint c;']]);
    expect(loaded.notChecked).toEqual([{ path: 'tea/a.c', reason: 'not all hunks of it could be read' }]);
  });
});

describe('the patches of a series', () => {
  const tree = new MemoryTree({ 'v6.1': { 'tea/a.c': first, 'tea/b.c': third } });

  test('see what the patches before them made of a file', async () => {
    const stack = makeSourceStack(tree, { total: 2 });
    await stack.apply(makePatch(1, [{ path: 'tea/a.c', before: first, after: second }]));
    const loaded = await stack.apply(makePatch(2, [{ path: 'tea/a.c', before: second, after: third }]));
    expect(loaded.pairs.map(outline)).toEqual([['file', 'patch 1/2', 'equal', linesOf(third)]]);
  });

  test('see a file that an earlier patch added, also without a mirror', async () => {
    const stack = makeSourceStack(undefined);
    const added = await stack.apply(makePatch(1, [{ path: 'tea/new.c', after: first }]));
    expect(added.pairs.map(outline)).toEqual([['file', 'new file', 'equal', linesOf(first)]]);
    const changed = await stack.apply(makePatch(2, [{ path: 'tea/new.c', before: first, after: second }]));
    expect(changed.pairs.map(outline)).toEqual([['file', 'patch 1', 'equal', linesOf(second)]]);
  });

  test('follow a renamed file', async () => {
    const stack = makeSourceStack(tree, { base: 'v6.1' });
    await stack.apply(
      makePatch(1, [{ from: 'tea/a.c', path: 'tea/z.c', before: first, after: first, hasIndex: false }]),
    );
    const loaded = await stack.apply(
      makePatch(2, [{ path: 'tea/z.c', before: first, after: second, hasIndex: false }]),
    );
    expect(loaded.pairs.map(outline)).toEqual([['file', 'patch 1', 'not-stated', linesOf(second)]]);
  });

  test('may swap the names of two files', async () => {
    const stack = makeSourceStack(tree);
    await stack.apply(
      makePatch(1, [
        { from: 'tea/a.c', path: 'tea/b.c', before: first, after: second },
        { from: 'tea/b.c', path: 'tea/a.c', before: third, after: third },
      ]),
    );
    const loaded = await stack.apply(makePatch(2, [{ path: 'tea/b.c', before: second, after: third }]));
    expect(loaded.pairs.map(pair => [pair.base, pair.postImage])).toEqual([['patch 1', 'equal']]);
  });

  test('do not take the file at the base for one that an earlier patch changed in an unknown way', async () => {
    const stack = makeSourceStack(tree, { base: 'v6.1' });
    const misfit = {
      path: 'tea/a.c',
      before: first.replaceAll('int', 'char'),
      after: second.replaceAll('int', 'char'),
    };
    await stack.apply(makePatch(1, [{ ...misfit, hasIndex: false }]));
    const loaded = await stack.apply(
      makePatch(2, [{ path: 'tea/a.c', before: second, after: third, hasIndex: false }]),
    );
    expect(loaded.pairs.map(pair => pair.evidence)).toEqual(['hunk']);
    expect(loaded.problems).toMatchObject([{ code: 'blob-missing' }]);
  });

  test('may put another version of a file under a later patch: the index line decides', async () => {
    const stack = makeSourceStack(tree);
    await stack.apply(makePatch(1, [{ path: 'tea/a.c', before: first, after: second }]));
    const loaded = await stack.apply(makePatch(2, [{ path: 'tea/a.c', before: third, after: first }]));
    expect(loaded.pairs.map(pair => [pair.base.slice(0, 4), pair.postImage])).toEqual([['blob', 'equal']]);
  });
});

test('files that are not C are not read, and changes without content give no code', async () => {
  const tree = new MemoryTree({ 'v6.1': { 'tea/a.c': first, README: 'tea\n' } });
  const mode = 'diff --git a/tea/a.c b/tea/a.c\nold mode 100644\nnew mode 100755\n';
  const rename = 'diff --git a/tea/a.c b/tea/b.c\nsimilarity index 100%\nrename from tea/a.c\nrename to tea/b.c\n';
  const readme = 'diff --git a/README b/README\n--- a/README\n+++ b/README\n@@ -1 +1 @@\n-tea\n+coffee\n';
  const loaded = await makeSourceStack(tree, { base: 'v6.1' }).apply(patchOf(1, mode + rename + readme));
  expect([loaded.pairs, loaded.problems, loaded.notChecked]).toEqual([[], [], []]);
});

test('a deleted file has an old side only', async () => {
  const tree = new MemoryTree({ 'v6.1': { 'tea/a.c': first } });
  const loaded = await makeSourceStack(tree).apply(makePatch(1, [{ path: 'tea/a.c', before: first }]));
  expect(
    loaded.pairs.map(pair => [pair.evidence, pair.pieces[0]?.old.lines.length, pair.pieces[0]?.new.lines.length]),
  ).toEqual([['file', 9, 0]]);
});

test('a file of one byte a character is put together from a mail that was decoded', async () => {
  const latin = Buffer.from('/* th\xe9 */\nint a;\n', 'latin1');
  const tree = new MemoryTree({});
  tree.readPath = async () => ({ ok: true, blob: { id: '', bytes: latin } });
  const diff = '--- a/tea/a.c\n+++ b/tea/a.c\n@@ -1,2 +1,2 @@\n /* thé */\n-int a;\n+int é;\n';
  const loaded = await makeSourceStack(tree, { base: 'v6.1' }).apply(patchOf(1, diff));
  expect(loaded.pairs.map(pair => pair.evidence)).toEqual(['file']);
});

test('hunks without a mirror keep their headings and line numbers', async () => {
  const diff =
    '--- a/tea/a.c\n+++ b/tea/a.c\n@@ -20,2 +20,3 @@ static int boil(void)\n int a;\n+int b;\n int c;\n@@ -40,0 +42 @@\n+int d;\n';
  const [pair] = (await makeSourceStack(undefined).apply(patchOf(1, diff))).pairs;
  expect(pair?.pieces).toEqual([
    {
      old: { lines: ['int a;', 'int c;'], firstLine: 20 },
      new: { lines: ['int a;', 'int b;', 'int c;'], firstLine: 20 },
      heading: 'static int boil(void)',
    },
    { old: { lines: [], firstLine: 41 }, new: { lines: ['int d;'], firstLine: 42 }, heading: '' },
  ]);
});
