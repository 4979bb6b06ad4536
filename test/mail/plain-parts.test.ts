import { describe, expect, test } from '@jest/globals';
import { limits } from '../../src/domain/limits.js';
import type { BodyHead } from '../../src/mail/mail-part.js';
import { readPlainParts } from '../../src/mail/plain-parts.js';
import { isReadAlike, noHead } from '../support/compare-parts.js';
import { makeRandom } from '../support/random.js';

const bytesOf = (body: string) => Buffer.from(body, 'latin1');
const isAlike = (head: Partial<BodyHead>, body: string) => isReadAlike({ ...noHead, ...head }, bytesOf(body));
const readPlainly = (head: Partial<BodyHead>, body: string) => readPlainParts({ ...noHead, ...head }, bytesOf(body));

const random = makeRandom(20);
const pick = (words: readonly string[]) => words[random(words.length)] ?? '';
const pickMany = (words: readonly string[], most: number) =>
  Array.from({ length: random(most + 1) }, () => pick(words));

/** How many of so many drawn bodies were read plainly. */
async function countAlike(count: number, draw: () => [Partial<BodyHead>, string]): Promise<number> {
  let alike = 0;
  for (let round = 0; round < count; round += 1) if (await isAlike(...draw())) alike += 1;
  return alike;
}

describe('what is read without mailparser is read as mailparser would', () => {
  test('a text without transfer encoding', async () => {
    for (const transferEncoding of [undefined, '7bit', ' 8BIT', 'binary', 'x-odd', '']) {
      for (const body of ['', '\n', 'a', 'a\r\n\r\n', '\n\n--b\n\xe9\0', '\r']) {
        expect(await isAlike({ transferEncoding }, body)).toBe(true);
      }
    }
  });

  test('quoted-printable, sound and broken', async () => {
    const words = [
      '=',
      '=\n',
      '=\r\n',
      '= \t\n',
      '=\r',
      '=3D',
      '=3d',
      '=4',
      'F',
      '=zz',
      '=20',
      ' ',
      '\t',
      '\n',
      '\r\n',
      '\r',
    ];
    const draw = (): [Partial<BodyHead>, string] => [
      { transferEncoding: 'Quoted-Printable' },
      pickMany([...words, 'text', '\xe9', '\u0085'], 14).join(''),
    ];
    expect(await countAlike(400, draw)).toBe(400);
  });

  test('base64 with junk, with padding anywhere and without any', async () => {
    const words = ['QUJD', 'QUI=', 'QQ==', 'Q', 'Qk', '=', '\n', '\r\n', ' ', '-_', '!', '\xe9', '+/'];
    const draw = (): [Partial<BodyHead>, string] => [{ transferEncoding: 'base64' }, pickMany(words, 14).join('')];
    expect(await countAlike(400, draw)).toBe(400);
  });

  test('fields with parameters of every form', async () => {
    const parameters = [
      ['; charset=utf-8', ';CHARSET="koi8-r"', '; charset = x', '; charset=', '; charset="a b"', ';', ' ; ', '; ;'],
      ['; format=flowed', '; Format="FLOWED"; delsp=yes', '; name=a.patch', '; name="a b.patch"', '; name=a/b@c'],
      ['; name*0="a"; name*1=b', '; name*1=b', '; name*0=c', "; name*=utf-8''a%20b", '; name="a\\"b"', '; name=""'],
      [
        '; name="=?utf-8?B?YcOkYg==?="',
        '; name="=?utf-8?b?YSBi?="',
        '; name==?utf-8?Q?a?=',
        ' (comment)',
        '; x; y',
        '\xe9',
      ],
      [
        '; filename=f.diff',
        '; filename="f g"',
        '; filename*0=f; filename*1=".diff"',
        '; filename=f(1).diff',
        '; boundary=b',
      ],
    ].flat();
    const values = [
      'text/plain',
      'Text/X-Patch',
      'application/octet-stream',
      'text',
      '',
      'image/svg+xml',
      'attachment',
      'INLINE',
    ];
    const drawField = () => (random(4) === 0 ? undefined : pick(values) + pickMany(parameters, 3).join(''));
    const draw = (): [Partial<BodyHead>, string] => [{ contentType: drawField(), disposition: drawField() }, 'text'];
    expect(await countAlike(600, draw)).toBeGreaterThan(60);
  });

  test('multiparts, sound and damaged', async () => {
    const inner =
      'Content-Type: multipart/alternative;\n boundary="c"\n\n--c\n\nfirst\n--c\nContent-Type: text/html\n\n<p>\n--c--\n';
    const last =
      'Content-Disposition: attachment;\r\n\tfilename="a.patch"\nContent-Transfer-Encoding: base64\n\nQUJD\n';
    const sound = `preamble\n--b\n${inner}\n--b\nContent-Type: text/x-diff\n${last}\n--b\n\nlast\n\n--b--\nepilogue\n`;
    const damage = [
      [
        '\n',
        '\r\n',
        '\r',
        '--b\n',
        '--b--\n',
        '--c\n',
        '--c--\n',
        '--b',
        '--b--',
        '--bc\n',
        '--b \t\n',
        '--b--\r\r\n',
        '-',
        ' ',
      ],
      [
        '\n--b\n',
        '\n--b--\n',
        '\n--c\n\n',
        '\n--b--',
        '\n\r--b\n',
        'X: y\n',
        'Content-Type: message/rfc822\n',
        '\n--b x\n',
        ':',
      ],
    ].flat();
    const draw = (): [Partial<BodyHead>, string] => {
      let body = random(2) === 0 ? sound : sound.replaceAll('\n', '\r\n').replaceAll('\r\r', '\r');
      for (let count = random(3); count > 0; count -= 1) {
        const at = random(body.length);
        body = body.slice(0, at) + pick(damage) + body.slice(at + (random(2) === 0 ? 0 : random(12)));
      }
      return [{ contentType: `multipart/mixed; boundary=${pick(['b', 'b', '"b"', 'b--', '-', 'd'])}` }, body];
    };
    expect(await countAlike(800, draw)).toBeGreaterThan(250);
  });
});

describe('mailparser is left to judge', () => {
  test.each<[string, Partial<BodyHead>, string]>([
    ['a message in a message', { contentType: 'message/rfc822' }, 'Subject: a\n\nb\n'],
    ['a text with a boundary', { contentType: 'text/plain; boundary=b' }, '--b\n\na\n--b--\n'],
    ['a file that states no type', { disposition: 'attachment; filename=a.patch' }, 'a'],
    ['a multipart that is never closed', { contentType: 'multipart/mixed; boundary=b' }, '--b\n\na\n'],
    [
      'a multipart of many parts',
      { contentType: 'multipart/mixed; boundary=b' },
      `${'--b\n\na\n'.repeat(limits.partsMax)}--b--`,
    ],
  ])('%s', (_, head, body) => expect(readPlainly(head, body)).toBeUndefined());

  test('multiparts nested deeper than anybody writes', () => {
    const nest = (depth: number) => {
      const opened = Array.from(
        { length: depth },
        (_, index) => `--b${index}\nContent-Type: multipart/mixed; boundary=b${index + 1}\n\n`,
      );
      const closed = Array.from({ length: depth + 1 }, (_, index) => `--b${depth - index}--\n`);
      return readPlainly(
        { contentType: 'multipart/mixed; boundary=b0' },
        `${opened.join('')}--b${depth}\n\ntext\n${closed.join('')}`,
      );
    };
    expect(nest(limits.multipartDepthMax - 1)).toMatchObject([{ contentType: 'text/plain' }]);
    expect(nest(limits.multipartDepthMax)).toBeUndefined();
  });
});
