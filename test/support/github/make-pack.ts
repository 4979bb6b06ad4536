import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import type { GitObject } from './git-objects.js';

const numberOfType = { commit: 1, tree: 2, blob: 3, tag: 4 } as const;

/** Objects as git sends them over the wire, none as the difference to another: gitformat-pack(5). */
export function makePack(objects: readonly GitObject[]): Buffer {
  const head = Buffer.alloc(12);
  head.write('PACK');
  head.writeUInt32BE(2, 4);
  head.writeUInt32BE(objects.length, 8);
  const entries = objects.flatMap(({ type, content }) => [
    headOf(numberOfType[type], content.length),
    deflateSync(content, { level: 1 }),
  ]);
  const pack = Buffer.concat([head, ...entries]);
  return Buffer.concat([pack, createHash('sha1').update(pack).digest()]);
}

/** The type and the size: four bits of it in the first byte, seven in each that follows. */
function headOf(type: number, size: number): Buffer {
  const bytes = [];
  let byte = (type << 4) | (size & 15);
  for (let rest = Math.floor(size / 16); rest > 0; rest = Math.floor(rest / 128)) {
    bytes.push(byte | 128);
    byte = rest & 127;
  }
  return Buffer.from([...bytes, byte]);
}
