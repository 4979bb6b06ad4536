import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readDiff } from '../../src/diff/read-diff.js';
import { expectGolden } from '../support/golden.js';
import { repository } from '../support/repository.js';
import { outlineDiff } from './outline-diff.js';

const folder = join(repository, 'fixtures/diffs');
const names = readdirSync(folder)
  .filter(name => name.endsWith('.diff'))
  .map(name => name.slice(0, -'.diff'.length));

test.each(names)('%s is read as its .json says', name => {
  const text = readFileSync(join(folder, `${name}.diff`), 'utf8');
  expectGolden(`diffs/${name}.json`, outlineDiff(readDiff(text, { messageId: 'mail@example.com', firstMailLine: 1 })));
});

// A wrapped mail comes from the mail layer, which leaves LF only.
test.each(names.filter(name => name !== 'flowed'))('%s is read the same from a mail whose lines end in CRLF', name => {
  const text = readFileSync(join(folder, `${name}.diff`), 'utf8');
  const fromLf = readDiff(text, { messageId: 'mail@example.com', firstMailLine: 1 });
  const fromCrLf = readDiff(text.replaceAll('\n', '\r\n'), { messageId: 'mail@example.com', firstMailLine: 1 });
  expect(fromCrLf).toEqual(fromLf);
});

test('every diff stands in the README', () => {
  const readme = readFileSync(join(folder, 'README.md'), 'utf8');
  for (const name of names) expect(readme).toMatch(new RegExp(`^\\|.*\\b${name}\\b.*\\|.*\\|$`, 'm'));
});
