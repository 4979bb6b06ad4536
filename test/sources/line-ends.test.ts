import { expect, test } from '@jest/globals';
import { limits } from '../../src/domain/limits.js';
import { wireBytesMax, withoutWireLineEnds } from '../../src/sources/server/line-ends.js';

function kept(wire: string): string {
  return withoutWireLineEnds(Buffer.from(wire, 'latin1')).toString('latin1');
}

test('the line ends of the wire are those of the disk again', () => {
  expect(kept('Subject: a\r\n\r\ntext\r\n')).toBe('Subject: a\n\ntext\n');
  expect(kept('no end')).toBe('no end');
  expect(kept('')).toBe('');
});

test('a carriage return that ends no line stays', () => {
  expect(kept('a\rb\r\r\nc\r')).toBe('a\rb\r\nc\r');
});

test('where not all lines end as on the wire nothing is touched', () => {
  for (const mail of ['a\nb\n', 'a\r\nb\n', '\na\r\n']) expect(kept(mail)).toBe(mail);
});

test('a mail of line ends only is as large as the limit when it is cut at the limit of the wire', () => {
  const mail = withoutWireLineEnds(Buffer.alloc(wireBytesMax, '\r\n'));
  expect(mail.length).toBe(limits.mailBytesMax + 1);
});
