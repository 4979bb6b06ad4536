import type { Message, RawMail } from '../domain/message.js';
import { parseMail } from './parse-mail.js';
import { looksLikePage, parsePage } from './parse-page.js';

/** Reads a mail or a saved plain-text page of a web archive. Never throws, never rejects. */
export async function readMessage(raw: RawMail): Promise<Message> {
  return looksLikePage(raw.bytes) ? parsePage(raw) : parseMail(raw);
}
