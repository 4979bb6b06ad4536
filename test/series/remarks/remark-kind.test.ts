import { expect, test } from '@jest/globals';
import type { RemarkKind } from '../../../src/domain/remark.js';
import { remarkKindOf } from '../../../src/series/remarks/remark-kind.js';

const blocks: readonly (readonly [RemarkKind, string])[] = [
  ['remark', 'This leaks the page.'],
  ['remark', 'Why?'],
  ['remark', 'Thanks, but this leaks the page.'],
  ['remark', 'Looks good, but who unmaps it?'],
  ['remark', 'Thanks,\nNell\n\nP.S. The other one leaks.'],
  ['remark', 'Thanks.\nThis leaks memory'],
  ['remark', 's/form/from/'],
  ['remark', 'Nell,\nthis is wrong.'],
  ['remark', `Reviewed-by: A <a@example.org>\n\nBut ${'very '.repeat(100)}late.`],
  ['trailer', 'Reviewed-by: A Writer <a@example.org>'],
  ['trailer', 'Looks good to me.\n\nAcked-by: A Writer <a@example.org>\n\nA Writer'],
  ['trailer', 'Fixes: 123456789abc ("pantry: count jars")\nCc: stable@example.org'],
  ['trailer', '[...]\n\nTested-by: A Writer <a@example.org>'],
  ['trailer', 'You can add:\n\nReviewed-by: A Writer <a@example.org>\n\n\t\tNelly'],
  ['trailer', 'Looks good. Feel free to add:\n\nReviewed-by: A Writer <a@example.org>\n\nNelly'],
  ['trailer', 'This fix looks correct to me, so please add my tag:\nTested-by: A Writer <a@example.org>'],
  ['trailer', 'For the pantry part,\n\nAcked-by: A Writer <a@example.org>'],
  ['trailer', 'Nice cleanup!\nReviewed-and-tested-by: A Writer <a@example.org>'],
  ['remark', 'You can add:'],
  ['remark', 'Please add:\n\nFixes: 123456789abc ("pantry: count jars")'],
  ['remark', 'Please add:\n\nCc: stable@example.org\nReviewed-by: A Writer <a@example.org>'],
  ['remark', 'Please add: Kerneldoc\n\nReviewed-by: A Writer <a@example.org>'],
  ['remark', 'Please add a check.\n\nReviewed-by: A Writer <a@example.org>'],
  ['remark', 'Please add:\n\n\tcount++;\n\nReviewed-by: A Writer <a@example.org>'],
  ['remark', 'With that fixed, feel free to add:\n\nReviewed-by: A Writer <a@example.org>'],
  ['elision', '[...]'],
  ['elision', '...'],
  ['elision', '…'],
  ['elision', '<snip>'],
  ['elision', '[ big snip of the rest ]'],
  ['elision', '--- snipped ---'],
  ['courtesy', 'Hi Nell,'],
  ['courtesy', 'Thanks for the patch!'],
  ['courtesy', 'Thanks,\nNell'],
  ['courtesy', 'Otherwise looks good to me.'],
  ['courtesy', 'LGTM'],
  ['courtesy', '- Nell'],
  ['remark', 'Unused'],
  ['remark', '^^^ typo'],
  ['elision', '[]'],
  ['elision', '-- clip --'],
  ['courtesy', 'Best regards,\n\tNell'],
  ['courtesy', 'Applied, thanks!'],
];

test.each(blocks)('a %s: %j', (kind, comment) => {
  expect(remarkKindOf(comment, 'Nell Quince')).toBe(kind);
});
