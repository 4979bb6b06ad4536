import { MailParser } from 'mailparser';
import { limits } from '../domain/limits.js';
import type { BodyHead, MailPart, MailParts } from './mail-part.js';

/**
 * Splits a mail's body into its parts by mailparser, which is asked for the MIME tree and the transfer encodings only: its
 * own reading of text glues parts together, joins flowed lines, drops CR and turns bytes outside the charset into U+FFFD,
 * so it is told that no type is text and hands over bytes. The other fields of the head stay out of its sight: it rereads
 * and rewrites them. Never throws, never rejects.
 */
export function readPartsByMailparser(head: BodyHead, body: Uint8Array): Promise<MailParts> {
  // textTypes is the list of types that mailparser decodes itself; there is no option for it.
  const parser = Object.assign(new MailParser(parserOptions), { textTypes: [] });
  const parts: MailPart[] = [];
  return new Promise(resolve => {
    const finish = (stopped?: string) => resolve({ parts, stopped });
    parser.on('data', data => {
      if (data.type !== 'attachment') return;
      const chunks: Buffer[] = [];
      data.content.on('data', (chunk: Buffer) => chunks.push(chunk));
      data.content.on('error', () => data.release?.());
      data.content.on('end', () => {
        parts.push(makePart(data, Buffer.concat(chunks)));
        // A part that is not released stops the parser for good.
        if (parts.length >= limits.partsMax) finish(`it has more than ${limits.partsMax} parts`);
        else data.release?.();
      });
    });
    parser.on('error', error => finish(error.message));
    parser.on('end', () => finish());
    parser.write(buildHead(head));
    parser.end(body);
  });
}

/**
 * mailparser splits 64 KiB at a time and gives up, without the parts before, where it meets more nodes than this: so
 * many that no 64 KiB can hold them, because we stop at `limits.partsMax`.
 */
const parserOptions: object = { checksumAlgo: false, maxChildNodes: 20_000 };

function buildHead(head: BodyHead): Buffer {
  const fields = [
    ['Content-Type', head.contentType],
    ['Content-Transfer-Encoding', head.transferEncoding],
    ['Content-Disposition', head.disposition],
  ];
  const lines = fields.filter(([, value]) => value !== undefined).map(([name, value]) => `${name}: ${value}\n`);
  return Buffer.from(`${lines.join('')}\n`, 'latin1');
}

interface ParserPart {
  readonly contentType: string;
  readonly filename?: string | undefined;
  readonly contentDisposition?: string;
  readonly headers: ReadonlyMap<string, unknown>;
}

function makePart(part: ParserPart, bytes: Buffer): MailPart {
  const { value, params } = readContentType(part.headers.get('content-type'));
  return {
    // mailparser guesses a type from the file name; what the mail says goes first.
    contentType: (value ?? part.contentType).toLowerCase(),
    charset: params.charset,
    filename: part.filename === undefined || part.filename === '' ? undefined : part.filename,
    isAttachment: part.contentDisposition?.toLowerCase() === 'attachment',
    isFlowed: params.format?.trim().toLowerCase() === 'flowed',
    deletesBlank: params.delsp?.trim().toLowerCase() === 'yes',
    bytes,
  };
}

interface ContentType {
  readonly value: string | undefined;
  readonly params: Readonly<Record<string, string>>;
}

function readContentType(header: unknown): ContentType {
  const none: ContentType = { value: undefined, params: {} };
  if (typeof header !== 'object' || header === null) return none;
  return { ...none, ...header };
}
