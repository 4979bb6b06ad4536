import { expect, test } from '@jest/globals';
import { looksLikePage } from '../../src/mail/parse-page.js';

const isPage = (text: string) => looksLikePage(Buffer.from(text));
const head = 'From: Ada Holm\nDate: Tue Mar 04 2025 - 11:30:05 EST\n\nHi.\n';

test('a subject, then From: and Date:, is a saved page', () => {
  expect(isPage(`Re: [PATCH] lamp: clamp\n\n${head}`)).toBe(true);
  expect(isPage(`[PATCH] lamp: clamp\n${head}`)).toBe(true);
  expect(isPage(`lamp: clamp the level\n\n${head}`)).toBe(true);
  expect(isPage(`lamp: clamp the level\r\n\r\n${head.replaceAll('\n', '\r\n')}`)).toBe(true);
});

test('a mail is none, whatever it begins with', () => {
  expect(isPage(head)).toBe(false);
  expect(isPage(`Subject: lamp: clamp\n\n${head}`)).toBe(false);
  expect(isPage(`X-Odd: first\n${head}`)).toBe(false);
  expect(isPage(`Odd: first\n${head}`)).toBe(false);
  expect(isPage(`From ada Tue Mar  4 11:30:05 2025\n${head}`)).toBe(false);
  expect(isPage('Just a text.\n\nFrom: somewhere\n')).toBe(false);
});
