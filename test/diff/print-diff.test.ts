import { expect, test } from '@jest/globals';
import { applyDiff } from '../../src/diff/apply-diff.js';
import { printDiff } from '../../src/diff/print-diff.js';
import { readDiff } from '../../src/diff/read-diff.js';
import { makeRandom } from '../support/random.js';

const before = 'a\nb\nc\nd\n';

test('a change is printed as git would, in one hunk', () => {
  const diff = printDiff({ path: 'dir/a.c', before, after: 'a\nB\nc\nnew\nd\n' });
  expect(diff.split('\n').slice(2)).toEqual([
    '--- a/dir/a.c',
    '+++ b/dir/a.c',
    '@@ -1,4 +1,5 @@',
    ' a',
    '-b',
    '+B',
    ' c',
    '+new',
    ' d',
    '',
  ]);
  expect(diff).toMatch(/^diff --git a\/dir\/a\.c b\/dir\/a\.c\nindex [0-9a-f]{40}\.\.[0-9a-f]{40} 100644\n/);
});

test('applied to the old text it gives the new one', () => {
  for (let seed = 0; seed < 300; seed += 1) {
    const random = makeRandom(seed);
    const draw = (): string => Array.from({ length: 1 + random(12) }, () => `${random(4)}\n`).join('');
    const [old, now] = [draw(), draw()];
    if (old === now) continue;
    const { files } = readDiff(printDiff({ path: 'a.c', before: old, after: now }), {
      messageId: 'a',
      firstMailLine: 1,
    });
    const [file] = files;
    const applied = file && applyDiff(old, file, 'utf8');
    expect(applied).toMatchObject({ ok: true, text: now, offset: 0 });
  }
});
