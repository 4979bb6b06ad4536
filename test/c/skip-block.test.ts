import { describe, expect, test } from '@jest/globals';
import { findFunctions } from '../../src/c/find-functions.js';
import { skipBlock } from '../../src/c/skip-block.js';
import type { CodeText } from '../../src/domain/source.js';
import { pairFixtures } from '../support/rule-fixtures.js';
import { codeOf } from './read-c.js';
import { makeSoup } from './soup.js';

describe('the end of a block is found where', () => {
  test.each([
    ['blocks and brackets nest', '{ a({ b[c]; }); { } }'],
    ['comments and strings have brackets', '{ /* } */ a("}", \'}\'); // }\n }'],
    ['a comment opens behind a directive', '{\n#define A /* }\n} */\n}'],
    ['an escaped line end is in a string', '{ "\\\n#if }" }'],
    ['a quotation mark is left open up to the line end', "{ don't }\n}"],
    ['a macro has an odd bracket', '{\n#define A( \\\n\t{\n}'],
    ['all arms of a group are sound', '{\n#if A\n\tb();\n#elif C\n\t{ d(); }\n# else\n\te();\n#endif\n}'],
  ])('%s', (_, text) => {
    expect(skipBlock(`a ${text}}`, 2)).toBe(text.length + 1);
  });
});

describe('a block has to be read where', () => {
  test.each([
    ['it is cut off', '{ a();'],
    ['brackets do not fit', '{ a(); ) }'],
    ['brackets close in the wrong order', '{ a([)] }'],
    ['an arm opens what another closes', '{\n#if A\n\tif (b) {\n#endif\n\tc();\n#if A\n\t}\n#endif\n}'],
    ['arms open the same block twice', '{\n#if A\n\tif (b) {\n#else\n\tif (c) {\n#endif\n\td();\n\t}\n}'],
    ['a group ends that began before it', '{\n#else\n}'],
    ['a group ends behind it', '{\n#if A\n}\n#endif'],
  ])('%s', (_, text) => {
    expect(skipBlock(text, 0)).toBeUndefined();
  });
});

describe('functions that are read one by one are those of a file that is read at once', () => {
  test('in fixtures', () => {
    for (const { old, new: now } of pairFixtures) {
      for (const text of [old, now]) expectSameReading(codeOf(text));
    }
  });

  test('in whatever stands there', () => {
    for (let seed = 0; seed < 2_000; seed += 1) expectSameReading(makeSoup(seed));
  });
});

/** A block that has to be read; what follows it is then read at once. */
const torn = ['struct torn {', '#if A', '}', '#else', '}', '#endif', ';'];

function expectSameReading(code: CodeText): void {
  const atOnce = findFunctions({ lines: [...torn, ...code.lines], firstLine: code.firstLine - torn.length });
  expect(findFunctions(code).map(plain)).toEqual(atOnce.map(plain));
}

function plain({ mentions, body, ...fn }: ReturnType<typeof findFunctions>[number]): unknown {
  return { ...fn, body, mentioned: ['a', 'b', 'kmap_atomic', 'return'].filter(mentions) };
}
