import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Message, RawMail } from '../../src/domain/message.js';
import { readMessage } from '../../src/mail/read-message.js';
import { openSource } from '../../src/sources/open-source.js';
import { isProblem } from '../../src/sources/source-item.js';
import { repository } from './repository.js';

/** The mails of a file, as the command line reads it. */
export async function readRawMails(path: string): Promise<readonly RawMail[]> {
  const mails: RawMail[] = [];
  for await (const item of openSource(path, {})) if (!isProblem(item)) mails.push(item);
  return mails;
}

/** All mails of the fixtures, among them series of several versions, replies, quoted patches and imposters. */
export async function readFixtureMails(): Promise<readonly RawMail[]> {
  const mails: RawMail[] = [];
  for (const folder of ['mails', 'replies', 'replies/thread', 'replies/quoted', 'threads'])
    mails.push(...(await readRawMails(join(repository, 'fixtures', folder))));
  return mails;
}

/** The messages of a file. */
export async function readMessages(path: string): Promise<readonly Message[]> {
  return Promise.all((await readRawMails(path)).map(readMessage));
}

/**
 * The messages of an mbox whose separating lines carry no date (`From A`), as test suites write them: what divides the
 * mails of a real archive is src/sources' business.
 */
export function readLooseMbox(path: string): Promise<readonly Message[]> {
  const text = gunzipSync(readFileSync(path)).toString('latin1');
  const mails = text.split(/^From \w+\n/m).filter(mail => mail.trim() !== '');
  return Promise.all(mails.map(mail => readMessage({ bytes: Buffer.from(mail, 'latin1'), origin: path })));
}

/** The one message that a file's bytes are. */
export function readOne(path: string): Promise<Message> {
  return readMessage({ bytes: readFileSync(path), origin: path });
}

/** A mail made of its head and body, for tests that state what matters in a line. */
export function mailOf(head: string, body = ''): RawMail {
  return { bytes: Buffer.from(`${head}\n\n${body}`), origin: 'test' };
}

/** The message that such a mail is. */
export function messageOf(head: string, body = ''): Promise<Message> {
  return readMessage(mailOf(head, body));
}
