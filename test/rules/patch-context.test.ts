import { expect, test } from '@jest/globals';
import { PatchContext } from '../../src/rules/patch-context.js';
import { type Change, makePatch } from '../tree/make-patch.js';

const converted: Change = {
  path: 'fs/quill/page.c',
  before: 'a = kmap_atomic(p);\nx();\n',
  after: 'a = kmap_local_page(p);\nx();\n',
};

function whereBeside(...others: Change[]): string | undefined {
  const patch = makePatch(1, [converted, ...others]);
  const [file] = patch.files;
  return file && new PatchContext(patch).whereFaultsGoOff(file, () => false);
}

test.each([
  ['a call', 'pagefault_disable();\nx();\n'],
  ['a guard', 'scoped_guard(pagefault)\n\tx();\n'],
  ['a macro', '#define top_begin() do { pagefault_disable(); } while (0)\nx();\n'],
])('code of another file that turns page faults off is seen: %s', (_, after) => {
  expect(whereBeside({ path: 'fs/quill/top.c', before: 'x();\n', after })).toBe(
    'the patch turns page faults off in fs/quill/top.c',
  );
});

test.each([
  ['a comment', 'fs/quill/top.c', 'x();\n', '/* no pagefault_disable() here */\nx();\n'],
  ['a string', 'fs/quill/top.c', 'x();\n', 'pr_debug("pagefault_disable()");\nx();\n'],
  ['a document', 'Documentation/quill.rst', 'x\n', 'Call pagefault_disable() first.\n'],
  ['what was there before', 'fs/quill/top.c', 'pagefault_disable();\nx();\n', 'pagefault_disable();\n'],
])('%s is none', (_, path, before, after) => {
  expect(whereBeside({ path, before, after })).toBeUndefined();
});

test('in the same file only lines count that were not looked at already', () => {
  const patch = makePatch(1, [{ path: 'a.c', before: 'x();\n', after: 'pagefault_disable();\nx();\n' }]);
  const [file] = patch.files;
  const where = (isOwn: boolean) => file && new PatchContext(patch).whereFaultsGoOff(file, () => isOwn);
  expect([where(true), where(false)]).toEqual([undefined, 'the patch turns page faults off elsewhere in this file']);
});

test('of the earlier patches of the series those count that touch the same folder', () => {
  const patch = makePatch(2, [converted]);
  const [file] = patch.files;
  const after = 'pagefault_disable();\nx();\n';
  const where = (path: string) =>
    file &&
    new PatchContext(patch, {
      patches: [makePatch(1, [{ path, before: 'x();\n', after }])],
      state: 'complete',
    }).whereFaultsGoOff(file, () => true);
  expect([where('fs/quill/top.c'), where('drivers/top.c')]).toEqual([
    'patch 1 of the series turns page faults off in fs/quill/top.c',
    undefined,
  ]);
});

test.each([
  ['quill: map locally in quill_fill()', 'redo:', 'quill_fill('],
  ['quill: map locally in quill_fill() and in quill_drain()', 'redo:', 'redo:'],
  ['quill: use kmap_local_page()', 'redo:', 'redo:'],
  ['quill: map locally in quill_fill()', 'static void quill_drain(int n)', 'static void quill_drain(int n)'],
  ['quill: map locally in quill_fill()', '', ''],
])('a title (%s) names the function of a hunk that is headed by a label (%s)', (title, heading, expected) => {
  const patch = { ...makePatch(1, [converted]), title };
  const code = { lines: [], firstLine: 1 };
  expect(new PatchContext(patch).headingOf({ old: code, new: code, heading })).toBe(expected);
});
