import { addressKey, type Call } from '../../c/expression.js';
import type { FunctionPair, FunctionSide } from '../function-pair.js';
import { makeRule, type Report } from '../rule.js';
import { isNothingBut } from '../walk/track-steps.js';
import { unmapArgument } from '../walk/unmap-argument.js';

/** An unmap by an address that was moved on, perhaps to the next page. */
interface Astray {
  readonly unmap: Call;
  readonly name: string;
  /** Of the step that moves it. */
  readonly line: number;
}

export const unmapAddress = makeRule({
  id: 'kmap/unmap-address',
  stage: 'trial',
  severity: { file: 'warning', hunk: 'warning' },
  confidence: { file: 'medium', hunk: 'low' },
  summary: 'An unmap call gets an address that may have moved on to the next page.',
  why:
    'kunmap_local() and kunmap_atomic() find the mapping by the address that they get, and take any address inside of the mapped page. A pointer ' +
    'that has gone over all that was accessed points to the next page as soon as the accessed bytes end with theirs: then another ' +
    'mapping is undone, or none. kunmap(page) took the page and did not care.',
  remedy: 'Keep the address that the mapping call returned, and unmap that; or subtract what was added.',
  staysSilentWhen: [
    'memory was accessed through the pointer after its last step: so it points into the page',
    'the step comes before any access (an offset into the page), or a constant bounds the steps',
    'the unmap call gets a sum: kunmap_local(addr - len)',
    'the same variable was moved on and unmapped before the patch',
  ],
  mayBeWrongWhen: ['what is accessed never reaches the end of the page, and only code elsewhere knows'],
  rebuttal: 'what keeps the accessed bytes from ending with the page, or where the address is set back',
  example: 'moved-by-the-length',
  references: ['Documentation/mm/highmem.rst', 'include/linux/highmem-internal.h: kunmap_local()'],
  check: (pair: FunctionPair): Report[] => {
    const { old, new: now } = pair;
    if (!now?.walk.isComplete || old?.walk.isComplete === false) return [];
    const before = old ? findAstray(old) : [];
    return findAstray(now)
      .filter(astray => !before.some(({ name }) => name === astray.name))
      .flatMap(astray => makeReport(pair, astray));
  },
});

function findAstray({ walk }: FunctionSide): Astray[] {
  const found: Astray[] = [];
  for (const [unmap, observations] of walk.unmaps) {
    const argument = unmapArgument(unmap);
    const name = addressKey(argument);
    if (name === undefined || !isNothingBut(argument, name)) continue;
    const [line] = observations
      .map(({ reached }) => reached.get(name))
      .filter(at => typeof at === 'number')
      .sort((a, b) => a - b);
    if (line !== undefined) found.push({ unmap, name, line });
  }
  return found;
}

function makeReport(pair: FunctionPair, { unmap, name, line }: Astray): Report[] {
  const place = [unmap.line, line].find(candidate => pair.lines.toOld(candidate) === undefined);
  if (place === undefined) return [];
  return [
    {
      side: 'new',
      line: place,
      what: `${unmap.name}() gets ${name}, which has moved on behind what was accessed: where that ends with the page, ${name} points to the next one.`,
      proof: [
        { side: 'new', line, words: `${name} moves on behind what was accessed` },
        { side: 'new', line: unmap.line, words: `${unmap.name}() gets ${name} as it is then` },
      ],
    },
  ];
}
