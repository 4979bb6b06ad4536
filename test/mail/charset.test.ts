import { expect, test } from '@jest/globals';
import { decodeText, isKnownCharset } from '../../src/mail/charset.js';

const decode = (charset: string | undefined, ...bytes: number[]) => decodeText(Uint8Array.from(bytes), charset);

test.each([
  ['iso-8859-15', [0xa4], '€'],
  ['ISO8859-1', [0xe9], 'é'],
  ['windows-1252', [0x93, 0x80, 0x94], '“€”'],
  [undefined, [0x93, 0xe9, 0x94], '“é”'],
  ['"koi8-r"', [0xd1], 'я'],
  ['gb2312', [0xc4, 0xe3], '你'],
  ['ks_c_5601-1987', [0xb0, 0xa1], '가'],
  ['windows-1255', [0xe0], 'א'],
  ['iso-2022-jp', [0x1b, 0x24, 0x42, 0x3b, 0x33, 0x1b, 0x28, 0x42], '山'],
  ['utf-7', [...'caf+AOk- 1+-1 + x'].map(char => char.charCodeAt(0)), 'café 1+1 + x'],
  ['yes', [0xc3, 0xa9], 'é'],
  ['us-ascii', [0xe9], 'é'],
  [undefined, [0xc3, 0xa9, 0x0a, 0xe9], 'é\né'],
])('%s is decoded', (charset, bytes, text) => expect(decode(charset, ...bytes)).toBe(text));

test('bytes that are not of the named charset are read as if none were named', () => {
  expect(decode('euc-kr', 0xff, 0x0a, 0xc3, 0xa9)).toBe('ÿ\né');
});

test('a charset that nobody knows is said', () => {
  expect(decode('klingon-1', 0x61)).toBe('a');
  expect(['klingon-1', '"Koi8-R"', 'utf-7', 'yes', 'latin-1'].filter(name => !isKnownCharset(name))).toEqual([
    'klingon-1',
  ]);
});
