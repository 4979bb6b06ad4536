import { expect, test } from '@jest/globals';
import { parseMailDate } from '../../src/mail/mail-date.js';

const noon = Date.UTC(2025, 2, 4, 12, 0, 0);

test.each([
  'Tue, 4 Mar 2025 12:00:00 +0000',
  'Tue, 04 Mar 2025 13:00 +0100 (CET)',
  '4 Mar 25 07:00:00 EST',
  'Tue Mar 04 2025 - 07:00:00 EST',
  'Tue Mar  4 12:00:00 2025',
])('%s is noon', text => expect(parseMailDate(text)).toBe(noon));

test.each([
  '',
  'yesterday',
  'Tue, 4 Foo 2025 12:00:00 +0000',
  'Tue, 44 Mar 2025 12:00:00 +0000',
  '4 Mar 2025 12:00 +9900',
  '4 Mar 9999 12:00 +0000',
])('"%s" is no date, and never now', text => expect(parseMailDate(text)).toBeUndefined());
