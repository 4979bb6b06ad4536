import { expect, test } from '@jest/globals';
import { OperationalError } from '../../src/domain/operational-error.js';
import { parseServerLocation } from '../../src/sources/server/server-location.js';

function refusalOf(location: string): string {
  try {
    parseServerLocation(location);
  } catch (error) {
    if (error instanceof OperationalError) return error.message;
    throw error;
  }
  return 'taken';
}

test('a location names protocol, host, port, user and mailbox', () => {
  expect(parseServerLocation('imaps://ada%40example.org@mail.example.org/Lists/linux-mm')).toMatchObject({
    protocol: 'imap',
    isSecure: true,
    host: 'mail.example.org',
    port: 993,
    user: 'ada@example.org',
    name: 'Lists/linux-mm',
  });
  expect(parseServerLocation('nntp://[::1]:1119/org.example.list')).toMatchObject({
    protocol: 'nntp',
    isSecure: false,
    host: '::1',
    port: 1_119,
    user: undefined,
    name: 'org.example.list',
  });
});

test('a mailbox name may hold what a URL has to escape', () => {
  expect(parseServerLocation('imap://example.org/Lists/l%C3%BCcke%20100%25').name).toBe('Lists/lücke 100%');
});

test('the same place is remembered under one text, however it is written', () => {
  const forms = ['imap://Mail.example.org:143/INBOX', 'imap://;AUTH=ANONYMOUS@mail.example.org/INBOX'];
  for (const form of forms) expect(parseServerLocation(form).text).toBe('imap://mail.example.org/INBOX');
  expect(parseServerLocation('nntps://example.org:1563/a.b').text).toBe('nntps://example.org:1563/a.b');
});

test('a password is refused and shown nowhere', () => {
  for (const location of [
    'imap://ada:s3cret@example.org/INBOX',
    'imap://ada:s3cret@example.org:no-port/INBOX',
    'imap://ada:s3cret /@example.org/INBOX',
    'imaps://:s3cret@example.org/INBOX',
    'nntp://ada:s3cret@example.org/a.b',
  ]) {
    const refusal = refusalOf(location);
    expect(refusal).toMatch(/^[^\n]+: [^\n]+$/);
    expect(refusal).not.toContain('s3cret');
    expect(refusal).toContain('…@example.org');
  }
  expect(refusalOf('imap://ada:s3cret@example.org/INBOX')).toContain('FAULTLINE_IMAP_PASSWORD');
});

test('what names no mailbox or group is refused with what to give', () => {
  expect(refusalOf('imap://example.org')).toContain('no mailbox is named');
  expect(refusalOf('imap://example.org/')).toContain('no mailbox is named');
  expect(refusalOf('imap:///INBOX')).toContain('no host is named');
  expect(refusalOf('imap://example.org/INBOX?UNSEEN')).toContain('no mailbox is named');
  expect(refusalOf('imap://example.org/100%')).toContain('%25');
  expect(refusalOf('nntp://example.org/a/b')).toContain('no group is named');
  expect(refusalOf('nntp://ada@example.org/a.b')).toContain('leave the user out');
  expect(refusalOf('pop://example.org/INBOX')).toContain('this is no mail server');
});

test('a name cannot carry a command of its own', () => {
  for (const name of ['INBOX%0d%0aA%20DELETE%20INBOX', 'INBOX%00', 'INBOX%7f']) {
    expect(refusalOf(`imap://example.org/${name}`)).toContain('no mailbox is named');
  }
  for (const name of ['a.b%0d%0aPOST', 'a.b%20c', 'a.b%09c']) {
    expect(refusalOf(`nntp://example.org/${name}`)).toContain('no group is named');
  }
});
