import { describe, expect, test } from '@jest/globals';
import { limits } from '../../src/domain/limits.js';
import { parseMail } from '../../src/mail/parse-mail.js';
import { readMessage } from '../../src/mail/read-message.js';
import { mailOf, messageOf } from '../support/mails.js';

const codes = (message: { problems: readonly { code: string }[] }) => message.problems.map(({ code }) => code);

describe('bad input', () => {
  test.each([
    ['nothing', ''],
    ['zeros', '\0'.repeat(1000)],
    ['random bytes', Array.from({ length: 5000 }, (_, index) => String.fromCharCode((index * 7919) % 256)).join('')],
    ['text without a head', 'a'.repeat(1000)],
  ])('%s is an unreadable message', async (_, text) => {
    expect(codes(await parseMail({ bytes: Buffer.from(text, 'latin1'), origin: 'x' }))).toContain('mail-unreadable');
  });

  test('a mail over the limit is read by its head only', async () => {
    const message = await parseMail(mailOf('Subject: large\nMessage-ID: <a@b>', 'x\n'.repeat(limits.mailBytesMax / 2)));
    expect(message).toMatchObject({ subject: 'large', body: '' });
    expect(codes(message)).toEqual(['mail-too-large']);
  });

  test('of too many parts the first ones are read', async () => {
    const parts = '--b\nContent-Type: text/plain\n\nhi\n'.repeat(1200);
    const message = await messageOf('Message-ID: <a@b>\nContent-Type: multipart/mixed; boundary=b', `${parts}--b--\n`);
    expect(message.body).toBe('hi');
    expect(message.attachments.length).toBeLessThan(limits.partsMax);
    expect(codes(message)).toEqual(['mail-truncated']);
  });

  test('a long line is cut and the lines after it stay', async () => {
    const message = await messageOf('Message-ID: <a@b>', `${'x'.repeat(5_000_000)}\nnext\n`);
    expect(message.body.length).toBe(limits.lineCharsMax + '\nnext\n'.length);
    expect(codes(message)).toEqual(['mail-truncated']);
  });

  test('of 100,000 references the root and the last ones are kept', async () => {
    const ids = Array.from({ length: 100_000 }, (_, index) => `<r${index}@example.org>`);
    const { references } = await messageOf(`Message-ID: <a@b>\nReferences: ${ids.join('\n ')}`);
    expect(references).toHaveLength(limits.referencesMax);
    expect(references[0]).toBe('r0@example.org');
    expect(references.at(-1)).toBe('r99999@example.org');
  });

  test('parts nested a thousand deep are read', async () => {
    const nested = Array.from(
      { length: 1000 },
      (_, index) => `--b${index}\nContent-Type: multipart/mixed; boundary=b${index + 1}\n\n`,
    );
    await expect(messageOf('Content-Type: multipart/mixed; boundary=b0', nested.join(''))).resolves.toBeDefined();
  });
});

test('a mail without a Message-ID gets one made of its bytes', async () => {
  const [a, b, c] = await Promise.all([messageOf('Subject: a'), messageOf('Subject: a'), messageOf('Subject: b')]);
  expect(a?.id).toMatch(/^page\.[0-9a-f]{16}@faultline\.invalid$/);
  expect(a?.id).toBe(b?.id);
  expect(a?.id).not.toBe(c?.id);
});

test('that it has no Message-ID is a problem of a mail, but not of a draft that git format-patch wrote', async () => {
  expect(codes(await messageOf('Subject: sent'))).toEqual(['mail-no-message-id']);
  expect(codes(await parseMail({ ...mailOf('Subject: [PATCH] not sent yet'), isDraft: true }))).toEqual([]);
});

test('a mail whose subject looks like a page is still a mail', async () => {
  const mail = await readMessage({ bytes: Buffer.from('From: a@b.c\nDate: x\n\nRe: y\n'), origin: 'x' });
  expect(mail.form).toBe('mail');
});

test('bytes that another thread handed over are read as a Buffer is', async () => {
  for (const text of [
    'Message-ID: <a@b>\nContent-Transfer-Encoding: base64\n\nw6kK',
    'é\nFrom: a\nDate: 1 Jan 2024 10:00:00\n\né\n',
  ]) {
    const bytes = Uint8Array.from(Buffer.from(`--${text}--`)).subarray(2, -2);
    expect(await readMessage({ bytes, origin: 'x' })).toEqual(
      await readMessage({ bytes: Buffer.from(text), origin: 'x' }),
    );
  }
});

test('fields past the limit are overlooked, with the lines that continue them', async () => {
  const fields = Array.from({ length: limits.headFieldsMax - 1 }, (_, index) => `X-${index}: x`);
  const head = ['Message-ID: <a@b>', ...fields, 'Subject: late', ' and long'].join('\n');
  expect(await messageOf(head, 'body')).toMatchObject({ id: 'a@b', subject: '', body: 'body' });
});

test('a head larger than the first look at a mail is read to its end', async () => {
  const head = `Received: ${'x'.repeat(20_000)}\nMessage-ID: <a@b>\nTo: ${'y'.repeat(9_000)}@example.com,\n b@example.com\nSubject: far down`;
  const message = await messageOf(head, 'body');
  expect(message).toMatchObject({ id: 'a@b', subject: 'far down', body: 'body' });
  expect(message.recipients.to.map(({ email }) => email.length)).toEqual([9_012, 13]);
});
