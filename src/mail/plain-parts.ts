import { limits } from '../domain/limits.js';
import { asBuffer } from './bytes.js';
import type { BodyHead, MailPart } from './mail-part.js';
import { splitAtBoundary, withoutLineEnd } from './mime-boundary.js';
import { type MimeField, readMimeField } from './mime-field.js';
import { readPartHead } from './part-head.js';
import { decodeTransferEncoding } from './transfer-encoding.js';

/** A stretch of the body that is still to be split or decoded. */
interface Entity {
  readonly head: BodyHead;
  readonly text: Buffer;
  /** Of the multiparts around it. */
  readonly boundaries: readonly string[];
}

/**
 * The parts of a body that is built as RFC 2045 and 2046 say: one leaf, or closed multiparts of leaves with sound heads.
 * They are, byte for byte, what mailparser makes of it. Undefined for every other body.
 */
export function readPlainParts(head: BodyHead, body: Uint8Array): readonly MailPart[] | undefined {
  const text = asBuffer(body);
  const parts: MailPart[] = [];
  const open: Entity[] = [{ head, text, boundaries: [] }];
  for (let entity = open.pop(); entity !== undefined; entity = open.pop()) {
    const fields = readFields(entity.head);
    if (fields === undefined) return undefined;
    if (fields.contentType.value.startsWith('multipart/')) {
      const children = split(entity, fields.contentType);
      if (children === undefined) return undefined;
      open.push(...children.toReversed());
    } else {
      if (!isLeaf(fields.contentType) || parts.length + 1 >= limits.partsMax) return undefined;
      parts.push(makePart(fields, entity.text));
    }
  }
  return parts;
}

interface MimeFields {
  readonly contentType: MimeField;
  readonly disposition: MimeField;
  /** Lower case; empty for none. */
  readonly encoding: string;
}

const textPlain: MimeField = { value: 'text/plain', parameters: new Map() };
const noField: MimeField = { value: '', parameters: new Map() };

function readFields(head: BodyHead): MimeFields | undefined {
  const contentType = head.contentType === undefined ? textPlain : readMimeField(head.contentType);
  const disposition = head.disposition === undefined ? noField : readMimeField(head.disposition);
  const encoding = (head.transferEncoding ?? '').trim().toLowerCase();
  // mailparser guesses the type of a file that states none.
  const isGuessed = head.contentType === undefined && head.disposition !== undefined;
  if (isGuessed || contentType === undefined || disposition === undefined || !/^[a-z0-9-]*$/.test(encoding)) {
    return undefined;
  }
  return { contentType, disposition, encoding };
}

/** A boundary makes children below any type, and what a message in a message means is mailparser's to say. */
function isLeaf({ value, parameters }: MimeField): boolean {
  return value.includes('/') && !value.startsWith('message/') && !parameters.has('boundary');
}

function makePart({ contentType, disposition, encoding }: MimeFields, bytes: Buffer): MailPart {
  const { value, parameters } = contentType;
  return {
    contentType: value,
    charset: parameters.get('charset'),
    filename: disposition.parameters.get('filename') || parameters.get('name') || undefined,
    isAttachment: disposition.value === 'attachment',
    isFlowed: parameters.get('format')?.trim().toLowerCase() === 'flowed',
    deletesBlank: parameters.get('delsp')?.trim().toLowerCase() === 'yes',
    bytes: decodeTransferEncoding(bytes, encoding),
  };
}

/** The entities of a multipart; undefined where one has no sound head. */
function split(multipart: Entity, contentType: MimeField): readonly Entity[] | undefined {
  const boundary = contentType.parameters.get('boundary') ?? '';
  const boundaries = [...multipart.boundaries, boundary];
  // Where boundaries begin alike, one line may end either multipart.
  const isMixedUp = multipart.boundaries.some(other => other.startsWith(boundary) || boundary.startsWith(other));
  const isSound = boundary !== '' && boundary === boundary.trim() && !isMixedUp;
  if (!isSound || boundaries.length > limits.multipartDepthMax) return undefined;
  const parts = splitAtBoundary(multipart.text, boundary);
  const entities: Entity[] = [];
  for (const part of parts ?? []) {
    const head = readPartHead(part);
    if (head === undefined) return undefined;
    const text = withoutLineEnd(part.subarray(head.textStart));
    // Whether a text that is one line end is empty hangs, in mailparser, on what follows.
    if (text.length === 0 && part.length > head.textStart) return undefined;
    entities.push({ head, boundaries, text });
  }
  return parts && entities;
}
