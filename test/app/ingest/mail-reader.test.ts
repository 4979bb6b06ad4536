import { expect, test } from '@jest/globals';
import { MailReader } from '../../../src/app/ingest/mail-reader.js';
import { mailOf } from '../../support/mails.js';

test('a thread that failed is not waited for', async () => {
  const reader = new MailReader();
  // What is asked for is no list of families: with a family alone the thread would get along.
  await expect(reader.make(1 as never)).rejects.toThrow(/not iterable/);
  await expect(reader.read([mailOf('Subject: later')])).rejects.toThrow(/not iterable/);
  await reader.close();
});
