import { expect, test } from '@jest/globals';
import { MailReader } from '../../../src/app/ingest/mail-reader.js';
import type { FamilyOrder } from '../../../src/app/ingest/order-family.js';
import { mailOf } from '../../support/mails.js';

test('a thread that failed is not waited for', async () => {
  const reader = new MailReader();
  const broken = { id: 1, mails: [{ id: 1, digest: 'x', origin: 'x', isDraft: false, role: 'kept' }] } as const;
  // Without the bytes of its mails.
  await expect(reader.make([broken as unknown as FamilyOrder])).rejects.toThrow(/undefined/);
  await expect(reader.read([mailOf('Subject: later')])).rejects.toThrow(/undefined/);
  await reader.close();
});
