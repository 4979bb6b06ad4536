import type { IncomingMessage } from 'node:http';
import { limits } from '../../domain/limits.js';
import { HttpRefusal } from './http-refusal.js';

/** Bytes that are held of all requests at a time. */
export class BodyBudget {
  readonly #bytesMax: number;
  #bytes = 0;

  constructor(bytesMax: number = limits.webhookBytesTogetherMax) {
    this.#bytesMax = bytesMax;
  }

  /** False where there is no room for so many more. */
  take(bytes: number): boolean {
    if (this.#bytes + bytes > this.#bytesMax) return false;
    this.#bytes += bytes;
    return true;
  }

  give(bytes: number): void {
    this.#bytes -= bytes;
  }
}

/** Throws a HttpRefusal where a request says itself that it is too long; before anything of it is read. */
export function checkDeclaredLength({ headers }: IncomingMessage, bytesMax: number): void {
  if (Number(headers['content-length'] ?? 0) > bytesMax) throw tooLong(bytesMax);
}

/**
 * Reads the body of a request and does work with it, for which its bytes count in the budget. Throws a HttpRefusal where it is too long, or
 * too many come at a time; the error of the connection where that breaks.
 */
export async function withBody<Result>(
  request: IncomingMessage,
  { bytesMax, budget }: { readonly bytesMax: number; readonly budget: BodyBudget },
  work: (body: Buffer) => Promise<Result>,
): Promise<Result> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    // A stream that is left is destroyed, and with it the connection on which the answer has to go.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      if (!Buffer.isBuffer(chunk)) throw new Error('the body was read as text');
      if (bytes + chunk.length > bytesMax) throw tooLong(bytesMax);
      if (!budget.take(chunk.length)) throw new HttpRefusal(503, 'too much is sent at a time; try again later');
      bytes += chunk.length;
      chunks.push(chunk);
    }
    return await work(Buffer.concat(chunks));
  } finally {
    budget.give(bytes);
  }
}

function tooLong(bytesMax: number): HttpRefusal {
  return new HttpRefusal(413, `the body is longer than ${bytesMax} bytes, which no webhook is`);
}
