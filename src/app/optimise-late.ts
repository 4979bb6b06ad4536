import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 think of optimising a function only when so many bytes of its byte code have run (67,584 by itself). From V8 13 on (Node 24) it
 * counts calls instead, and has other compilers: there nothing is changed.
 */
export function optimiseLate(bytes: number): void {
  if (Number.parseInt(process.versions.v8, 10) < 13) setFlagsFromString(`--interrupt-budget=${bytes}`);
}
