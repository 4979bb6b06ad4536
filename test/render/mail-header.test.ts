import { describe, expect, test } from '@jest/globals';
import { decodeHeader } from '../../src/mail/encoded-words.js';
import { headerIds, headerMailboxes, headerText, isAddress } from '../../src/render/mail-header.js';

describe('the text of a header', () => {
  test('is left as it is where it is plain ASCII', () => {
    expect(headerText('[PATCH] a: b')).toBe('[PATCH] a: b');
  });

  test.each([
    'Grüße aus Łódź',
    '[PATCH] 修正: ループの上限を正しく数えるようにするための、とても長い題名の変更',
    'looks =?utf-8?q?encoded?= and is not',
    `one ${'very'.repeat(300)} long word`,
  ])('comes back from RFC 2047 as it was: %s', text => {
    const header = headerText(text);
    expect(decodeHeader(header)).toBe(text);
    expect(header.split('\n').every(line => line.length <= 78)).toBe(true);
  });

  test('is one value, whatever line ends and controls stand in it', () => {
    expect(headerText('a\r\nBcc: b\u0000c\u2028d\u202ee')).toBe('a Bcc: b c d e');
  });
});

describe('addresses in a header', () => {
  test.each([
    ['a plain name', { name: 'Bo Quill', email: 'bo@quill.example' }, 'Bo Quill <bo@quill.example>'],
    ['no name', { name: '', email: 'bo@quill.example' }, 'bo@quill.example'],
    ['a name with a comma', { name: 'Quill, "Bo"', email: 'bo@quill.example' }, '"Quill, \\"Bo\\"" <bo@quill.example>'],
    ['a name that is not ASCII', { name: 'Żuraw', email: 'z@z.example' }, '=?UTF-8?q?=C5=BBuraw?= <z@z.example>'],
    [
      'a name that is an attack',
      { name: 'a\r\nBcc: x@y.example', email: 'z@z.example' },
      '"a Bcc: x@y.example" <z@z.example>',
    ],
  ])('are written with %s', (_name, box, expected) => {
    expect(headerMailboxes([box])).toBe(expected);
  });

  test.each(['', 'nobody', 'a b@c.example', 'a@b, c@d', 'a@b>\r\nBcc: c@d', 'a@...', '"a"@b.example'])(
    'are left out where mail cannot be sent: %j',
    email => {
      expect(isAddress(email)).toBe(false);
      expect(headerMailboxes([{ name: 'a', email }])).toBe('');
    },
  );
});

describe('ids in a header', () => {
  test('are left out where they are no ids or were made up here', () => {
    expect(headerIds(['a@b', 'x y@z', 'a>\n<b', 'page.1@faultline.invalid', ''])).toBe('<a@b>');
  });
});
