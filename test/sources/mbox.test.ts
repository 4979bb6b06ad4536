import { expect, test } from '@jest/globals';
import { limits } from '../../src/domain/limits.js';
import { splitMbox } from '../../src/sources/files/mbox.js';

const envelope = 'From mboxrd@z Thu Jan  1 00:00:00 1970\n';

async function split(text: string, chunkBytes = text.length): Promise<readonly string[]> {
  const bytes = Buffer.from(text, 'latin1');
  async function* chunks(): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
  }
  const mails: string[] = [];
  for await (const mail of splitMbox(chunks())) mails.push(mail.bytes.toString('latin1'));
  return mails;
}

test('mails part at their envelope lines, which are no part of them', async () => {
  const mbox = `${envelope}Subject: one\n\nfirst\n\n${envelope}Subject: two\n\nsecond\n`;
  expect(await split(mbox)).toEqual(['Subject: one\n\nfirst\n', 'Subject: two\n\nsecond\n']);
});

test('it does not matter where the chunks end', async () => {
  const mbox = `${envelope}Subject: one\n\n${'x\n'.repeat(800)}\n${envelope}Subject: two\n\nsecond\n`.repeat(3);
  const whole = await split(mbox);
  expect(whole).toHaveLength(6);
  for (const chunkBytes of [1, 7, 999, 1_000, 1_001]) expect(await split(mbox, chunkBytes)).toEqual(whole);
});

test('a line of a body that begins with From is text', async () => {
  const mail = 'Subject: s\n\nFrom what I see\nthis is fine.\n\nFrom 10:00 on in 2024\nwe talk.\n';
  expect(await split(envelope + mail)).toEqual([mail]);
});

test('an envelope without a header below it is text', async () => {
  const mail = `Subject: s\n\n${envelope}\nno header here\n`;
  expect(await split(envelope + mail)).toEqual([mail]);
});

test('the quoting of mboxrd is undone by one level', async () => {
  expect(await split(`${envelope}Subject: s\n\n>From one\n>>From two\n> From three\n`)).toEqual([
    'Subject: s\n\nFrom one\n>From two\n> From three\n',
  ]);
});

test('envelopes as git, mutt, pipermail and Thunderbird write them are known', async () => {
  const envelopes = [
    'From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001',
    'From hal@example.org Tue May  7 14:05:51 2024',
    'From hal at example.org  Tue May  7 14:05:51 2024',
    'From - Tue May 07 14:05:51 2024',
    'From hal@example.org Tue May  7 14:05:51 2024\r',
  ];
  const mbox = envelopes.map((envelope, index) => `${envelope}\nSubject: ${index}\n\ntext\n\n`).join('');
  expect(await split(mbox)).toHaveLength(envelopes.length);
});

test('blank space is no mail, and nothing is none', async () => {
  expect(await split('')).toEqual([]);
  expect(await split('\n\n\n')).toEqual([]);
});

test('bytes that are no text pass unchanged', async () => {
  const mail = `Subject: s\n\n${String.fromCharCode(0, 0xff, 0x80, 0x0d)}\n`;
  expect(await split(envelope + mail)).toEqual([mail]);
});

test('of a mail over the limit one byte more than the limit is kept', async () => {
  const [large, small] = await split(
    `${envelope}Subject: large\n\n${'y'.repeat(limits.mailBytesMax)}\n\n${envelope}Subject: small\n\ntext\n`,
    65_536,
  );
  expect(large?.length).toBe(limits.mailBytesMax + 1);
  expect(small).toBe('Subject: small\n\ntext\n');
});

test('a draft is known by the line that git format-patch begins with', async () => {
  async function* mbox(): AsyncGenerator<Buffer> {
    const commit = '0123456789abcdef0123456789abcdef01234567';
    yield Buffer.from(
      `From ${commit} Mon Sep 17 00:00:00 2001\nSubject: [PATCH] t\n\nx\n\n${envelope}Subject: sent\n\ny\n`,
    );
  }
  const drafts: unknown[] = [];
  for await (const { isDraft } of splitMbox(mbox())) drafts.push(isDraft);
  expect(drafts).toEqual([true, false]);
});
