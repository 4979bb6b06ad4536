import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readDiff } from '../../src/diff/read-diff.js';
import { repository } from '../support/repository.js';

function readFixture(name: string): string {
  return readFileSync(join(repository, 'fixtures/diffs', `${name}.diff`), 'utf8');
}

function idOf(text: string): string | undefined {
  return readDiff(text, { messageId: 'mail@example.com', firstMailLine: 1 }).patchId;
}

/** What `git patch-id --stable` (2.39.5) prints for the fixtures. */
const idsOfGit = {
  usual: 'e6e5609e507c9d94056b5385d5c21f540d205f2a',
  'renamed-copied-mode': '918639de7f526721abf858a2cd7db2a45a791453',
  'added-deleted-empty': 'f1ca8afb44181dafa67c6989ff48d2c3cf9722bf',
  binary: '6d529867106f4644803c163b40709dfaf401bea9',
  'binary-differ': '309c83ef8b77609ab6dafa042b473fe1959217a6',
  'quoted-names': '2dcb7777a40f53713bec472f5e0d1e900824c6f9',
  'quoted-rename': 'a0f63b299eaba8dbf738005b2a00c4edc6b0248d',
  'no-newline': 'ffa05b3a540a3ca1fb748061151817513c3e7321',
  lookalikes: '8dace8056da44d6f95a40aa69a65d9883a46b78a',
  'zero-context': 'ec083de780fceae4e98afdffe55e491f699316b9',
  'no-prefix': '3a988168288f925bb7d909e88f98e38b89f9cb21',
  'mnemonic-prefix': '8e74f63e3bec141f16e254b36ecd7ba8a02eb735',
  submodule: '82d0ce89a0b94302ecbde02ff56f8f62561d3dc0',
};

test.each(Object.entries(idsOfGit))('the id of %s is the one that git gives', (name, id) => {
  expect(idOf(readFixture(name))).toBe(id);
});

test('blank lines of context that lost their space change nothing, though git then hashes the signature too', () => {
  expect(idOf(readFixture('blank-context-stripped'))).toBe(idsOfGit.usual);
});

test('the id does not depend on the order of the files, on line numbers or on white space', () => {
  const files = readFixture('no-newline').split(/(?=^diff )/m);
  const moved = files
    .reverse()
    .join('')
    .replaceAll(/^@@ -\d/gm, '@@ -4')
    .replaceAll('+two', '+t  w o');
  expect(idOf(moved)).toBe(idsOfGit['no-newline']);
});

test('a diff without git headers has the id of the same change made by git', () => {
  const usual = readFixture('usual');
  const plain = usual.replaceAll(/^(?:diff --git|index) .*\n/gm, '');
  expect(idOf(plain)).toBe(idsOfGit.usual);
});

test('a change that the message talks about is not part of the patch', () => {
  const aside = 'It needs this in the test:\n\n--- a/tests/tea\n+++ b/tests/tea\n@@ -1 +1 @@\n-cold\n+hot\n\n---\n';
  expect(idOf(aside + readFixture('usual'))).toBe(idsOfGit.usual);
});

test('nothing readable has no id', () => {
  expect(idOf('a mail without a diff\n')).toBeUndefined();
});
