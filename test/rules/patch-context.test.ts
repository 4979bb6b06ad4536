import { expect, test } from '@jest/globals';
import { PatchContext } from '../../src/rules/patch-context.js';
import { type Change, makePatch } from '../tree/make-patch.js';

const converted: Change = {
  path: 'fs/quill/page.c',
  before: 'a = kmap_atomic(p);\n',
  after: 'a = kmap_local_page(p);\n',
};

function isBeside(...others: Change[]): boolean | undefined {
  const patch = makePatch(1, [converted, ...others]);
  const [file] = patch.files;
  return file && new PatchContext(patch).turnsFaultsOffBeside(file);
}

test('code of another file that turns page faults off is seen', () => {
  expect(isBeside({ path: 'fs/quill/top.c', before: 'x();\n', after: 'pagefault_disable();\nx();\n' })).toBe(true);
  expect(isBeside({ path: 'fs/quill/top.c', before: 'x();\n', after: 'scoped_guard(pagefault)\n\tx();\n' })).toBe(true);
});

test('a comment, a string, a document or code that was there before is not', () => {
  expect(
    isBeside({ path: 'fs/quill/top.c', before: 'x();\n', after: '/* no pagefault_disable() here */\nx();\n' }),
  ).toBe(false);
  expect(
    isBeside({ path: 'fs/quill/top.c', before: 'x();\n', after: 'pr_debug("pagefault_disable()");\nx();\n' }),
  ).toBe(false);
  expect(isBeside({ path: 'Documentation/quill.rst', before: 'x\n', after: 'Call pagefault_disable() first.\n' })).toBe(
    false,
  );
  expect(
    isBeside({ path: 'fs/quill/top.c', before: 'pagefault_disable();\nx();\n', after: 'pagefault_disable();\n' }),
  ).toBe(false);
});
