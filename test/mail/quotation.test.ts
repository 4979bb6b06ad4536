import { expect, test } from '@jest/globals';
import { readQuotation } from '../../src/mail/quotation.js';
import { readAttribution } from '../../src/mail/quotation-attribution.js';
import { stripMarks } from '../../src/mail/quotation-marks.js';

/** Depth, role and text of each line; blank lines are left out. */
function read(body: string, form: 'mail' | 'page' = 'mail'): string[] {
  return readQuotation(body, form)
    .filter(line => line.text.trim() !== '')
    .map(line => `${line.depth} ${line.role} ${line.text}`);
}

test.each([
  ['> one', 1, 'one'],
  ['>one', 1, 'one'],
  ['> > two', 2, 'two'],
  ['>> two', 2, 'two'],
  ['>>> > four', 4, 'four'],
  ['>  \tcontext', 1, ' \tcontext'],
  ['>  > not a mark', 1, ' > not a mark'],
  ['own > text', 0, 'own > text'],
  ['>', 1, ''],
])('%j is quoted %i deep', (line, depth, text) => {
  expect(stripMarks(line)).toEqual({ depth, text });
});

test.each([
  [['On Mon, Mar 03, 2031 at 10:00:00AM +0000, Nell Quince wrote:'], 'Nell Quince', 1],
  [['On Mon, 3 Mar 2031 at 10:00, Nell Quince', '<nell@example.org> wrote:'], 'Nell Quince', 2],
  [['On Mon, 2031-03-03 at 10:00 +0100, Quince, Nell (Berlin) wrote:'], 'Quince, Nell (Berlin)', 1],
  [['On 03/03, Nell Quince wrote:'], 'Nell Quince', 1],
  [['On 2031-03-03, nell@example.org wrote:'], 'nell@example.org', 1],
  [['Nell Quince <nell@example.org> writes:'], 'Nell Quince', 1],
  [['Nell Quince wrote on Mon, Mar 3, 2031 at 10:00:00AM:'], 'Nell Quince', 1],
  [['Am 03.03.31 um 10:00 schrieb Nell Quince:'], 'Nell Quince', 1],
  [['Le 03/03/2031 à 10:00, Nell Quince a écrit :'], 'Nell Quince', 1],
  [['在 2031/3/3 10:00, Nell Quince 写道:'], 'Nell Quince', 1],
  [['在 2031/3/3 下午6:30, Nell Quince 写道:'], 'Nell Quince', 1],
] as const)('%j names %s', (lines, name, lineCount) => {
  expect(readAttribution(lines)).toEqual({ name, lineCount });
});

test.each([[['As the manual said:']], [['Then I would have said:']], [['This was wrote']], [['']]])(
  '%j attributes nothing',
  lines => {
    expect(readAttribution(lines)).toBeUndefined();
  },
);

test('each depth knows its speaker', () => {
  const body = 'On 3 Mar 2031 11:00, Otis wrote:\n> On 3 Mar 2031 10:00, Nell wrote:\n> > one\n>\n> two\n\nthree';
  const lines = readQuotation(body, 'mail').filter(line => line.role === 'text' && line.text !== '');
  expect(lines.map(line => [line.depth, line.speaker, line.text])).toEqual([
    [2, 'Nell', 'one'],
    [1, 'Otis', 'two'],
    [0, undefined, 'three'],
  ]);
});

test('the signature is cut off, and quoted ones are marked', () => {
  expect(read('> one\n> -- \n> Nell\n\ntwo\n-- \nOtis')).toEqual([
    '1 text one',
    '1 signature -- ',
    '1 signature Nell',
    '0 text two',
  ]);
});

test('a saved page has lost the space of its signature mark', () => {
  expect(read('one\n--\nOtis', 'page')).toEqual(['0 text one']);
  expect(read('one\n--\nOtis')).toEqual(['0 text one', '0 text --', '0 text Otis']);
});

test("a list's footer is nobody's text", () => {
  expect(read(`one\n${'_'.repeat(40)}\nPantry mailing list\nhttps://lists.example.org`)[1]).toMatch(/^0 signature/);
});

test('below an Outlook separator unmarked lines are quoted', () => {
  const body = 'Mine.\n\n-----Original Message-----\nFrom: Nell\nSent: Monday\nTo: Otis\nSubject: x\n\nHers.';
  expect(read(body).map(line => line.replace(/ .*/, ''))).toEqual(['0', '0', '0', '0', '0', '0', '1']);
});

test('below an Outlook separator marks count where there are some', () => {
  expect(read('----- Original Message -----\n> Hers.\nMine.')).toEqual([
    '0 attribution ----- Original Message -----',
    '1 text Hers.',
    '0 text Mine.',
  ]);
});

test('initials and pipes mark quotations where a mail uses them throughout', () => {
  expect(read('NQ> one\nNQ> two\nNQ> three\nfour')).toEqual([
    '1 text one',
    '1 text two',
    '1 text three',
    '0 text four',
  ]);
  expect(read('| one\n| two\n| three\nfour').at(-2)).toBe('1 text three');
  expect(read('> one\n| a | table |\n| b | table |\n| c | table |').at(-1)).toBe('0 text | c | table |');
  expect(read('SQL> select')).toEqual(['0 text SQL> select']);
});

test('a letter typed before a mark by accident is no remark', () => {
  expect(read('> one\nG> two\n> three')).toEqual(['1 text one', '1 text two', '1 text three']);
});

test("where a client quotes with a bare mark, the space behind it is the line's own", () => {
  expect(read('>+added\n>-removed\n> context').at(-1)).toBe('1 text  context');
  expect(read('> +added\n> -removed\n>  context').at(-1)).toBe('1 text  context');
});
