import { MailParser } from 'mailparser';
import { limits } from '../domain/limits.js';

/** A leaf of a mail's MIME tree, its transfer encoding undone, its charset not. */
export interface MailPart {
  /** Lower case, without parameters: `text/plain`. */
  readonly contentType: string;
  readonly charset: string | undefined;
  readonly filename: string | undefined;
  readonly isAttachment: boolean;
  /** format=flowed (RFC 3676). */
  readonly isFlowed: boolean;
  /** Of a flowed part: the blank before a soft line break is the break's own (DelSp=yes, RFC 3676 section 4.1). */
  readonly deletesBlank: boolean;
  readonly bytes: Buffer;
}

export interface MailParts {
  readonly parts: readonly MailPart[];
  /** What ended the reading early, for people; undefined when all was read. */
  readonly stopped: string | undefined;
}

/** The heads that say how the body is built; the others stay out of mailparser's sight (it rereads and rewrites them). */
export interface BodyHead {
  readonly contentType: string | undefined;
  readonly transferEncoding: string | undefined;
  readonly disposition: string | undefined;
}

/**
 * Splits a mail's body into its parts. Only here mailparser is called, and only for the MIME tree and the transfer
 * encodings: its own reading of text glues parts together, joins flowed lines, drops CR and turns bytes outside the
 * charset into U+FFFD, so it is told that no type is text and hands over bytes. Never throws, never rejects.
 */
export function readParts(head: BodyHead, body: Uint8Array): Promise<MailParts> {
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
