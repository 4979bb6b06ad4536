import { makeRandom } from '../support/random.js';
import { alignRows, findGaps, type Row, sideOf } from './code-rows.js';
import { hashOf } from './hash.js';
import { beforeOf, type PropertyCase, type VariedCase } from './property-case.js';
import { makeRenaming } from './rename-code.js';

/** A way to write the same code in other words. */
export interface CodeVariant {
  readonly name: string;
  /** Whether a finding on a line is found on that line again; where calls are put on several lines, another piece may be what changed. */
  readonly keepsLines: boolean;
  readonly vary: (plain: PropertyCase) => VariedCase;
}

export const asItIs: CodeVariant = {
  name: 'plain',
  keepsLines: true,
  vary: plain => ({ ...plain, lineOf: (_, line) => line, nameOf: name => name }),
};

const renamed: CodeVariant = {
  name: 'renamed',
  keepsLines: true,
  vary: plain => {
    const { rename, nameOf } = makeRenaming([...plain.before.values(), plain.after]);
    const before = new Map([...plain.before].map(([path, text]) => [path, rename(text)]));
    const excused = plain.excused.map(claim => renameClaim(claim, nameOf));
    return { ...plain, before, after: rename(plain.after), excused, nameOf, lineOf: (_, line) => line };
  },
};

const noise = [
  '',
  '\n',
  '\t/* kaddr = kmap_atomic(page); copy_from_user(kaddr, buf, n); kunmap_atomic(kaddr); */',
  '\t// pagefault_disable(); ret = __copy_to_user_inatomic(buf, vaddr, n); pagefault_enable();',
  '\t/*\n\t * The old way:\n\t *\taddr = kmap_atomic(page);\n\t *\tif (copy_to_user(buf, addr, n)) {\n\t *\t\tkunmap_atomic(addr);\n\t */',
  '\t/*\n\tpagefault_disable();\n\tkunmap_local(kaddr);\n\tkaddr = kmap_atomic(page);\n\t*/',
  '#if 0\n\tpagefault_disable();\n\tkaddr = kmap_atomic(page);\n\tif (copy_from_user(kaddr, buf, n)) {\n#endif',
];
const tails = [' /* copy_from_user(kaddr, buf, n); */', '\t// kunmap_atomic(kaddr);', ' ', '\t/* { */'];

const commented: CodeVariant = {
  name: 'commented',
  keepsLines: true,
  vary: plain => {
    const random = makeRandom(hashOf(plain.name));
    return rewrite(plain, row => {
      const tail = row.isAtLineEnd && random(6) === 0 ? tails[random(tails.length)] : '';
      const behind = row.isBetweenLines && random(3) === 0 ? (noise[random(noise.length)] ?? '').split('\n') : [];
      return [row.text + tail, ...behind];
    });
  },
};

/** Every argument of a call on a line of its own. */
const wrapped: CodeVariant = {
  name: 'wrapped',
  keepsLines: false,
  vary: plain =>
    rewrite(plain, ({ text, isAtLineEnd }) =>
      isAtLineEnd && !/["']/.test(text)
        ? text.replace(/\(/g, '(\n\t\t').replace(/, /g, ',\n\t\t\t').split('\n')
        : [text],
    ),
};

export const codeVariants: readonly CodeVariant[] = [asItIs, renamed, commented, wrapped];

/** `rule function`, with the name that the function has now. */
export function renameClaim(claim: string, nameOf: (name: string) => string): string {
  const [rule = '', name = ''] = claim.split(' ');
  return `${rule} ${nameOf(name)}`;
}

interface RowText {
  readonly text: string;
  readonly isBetweenLines: boolean;
  readonly isAtLineEnd: boolean;
}

/** Writes each line of the changed file as some lines: the first of them is where the line stands now. */
function rewrite(plain: PropertyCase, write: (row: RowText) => readonly string[]): VariedCase {
  const rows = alignRows(beforeOf(plain), plain.after);
  const gaps = { old: findGaps(beforeOf(plain)), new: findGaps(plain.after) };
  const at = { old: 0, new: 0 };
  const places = { old: [0], new: [0] };
  const written: Row[] = [];
  const count = { old: 1, new: 1 };
  for (const row of rows) {
    const sides = (['old', 'new'] as const).filter(side => row[side] !== undefined);
    const room = sides.map(side => gaps[side][at[side]]);
    const lines = write({
      text: row.old ?? row.new ?? '',
      isBetweenLines: room.every(gap => gap?.isBetweenLines),
      isAtLineEnd: room.every(gap => gap?.isAtLineEnd),
    });
    for (const side of sides) {
      at[side] += 1;
      places[side].push(count[side]);
      count[side] += lines.length;
    }
    for (const line of lines)
      written.push({ old: row.old === undefined ? undefined : line, new: row.new === undefined ? undefined : line });
  }
  return {
    ...plain,
    before: new Map([...plain.before, [plain.path, sideOf(written, 'old')]]),
    after: sideOf(written, 'new'),
    lineOf: (side, line) => places[side][line] ?? line,
    nameOf: name => name,
  };
}
