import type { CodeText } from '../../src/domain/source.js';
import { makeRandom } from '../support/random.js';
import { codeOf } from './read-c.js';

const vocabulary = [
  ...'{ } { } ( ) ( ) [ ] ; ; ; , : ? = * & ! && || -> . ++ if if else else for while do switch case default'.split(
    ' ',
  ),
  ...'break continue goto return label a b kmap_atomic copy_from_user list_for_each_entry scoped_guard int'.split(' '),
  ...['"', "'", '/*', '*/', '//', '\\', '1', '"s"', '@'],
  ...[
    '\n',
    '\n',
    '\n',
    '\n}\n',
    '\n{\n',
    '\nint f(int a)\n{\n',
    '\n#if A\n',
    '\n#else\n',
    '\n#endif\n',
    '\n#define M \\\n',
  ],
];

/** Words of C in any order: another heap of them for each seed. */
export function makeSoup(seed: number): CodeText {
  const random = makeRandom(seed);
  const words = Array.from({ length: 20 + random(300) }, () => vocabulary[random(vocabulary.length)] ?? '');
  return codeOf(words.join(random(2) === 0 ? ' ' : '\t'), 1 + random(1000));
}
