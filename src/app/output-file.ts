import { closeSync, openSync, writeFileSync } from 'node:fs';
import { OperationalError } from '../domain/operational-error.js';

/**
 * Makes sure that a file can be written before long work is begun for it, and returns how. What the file holds stays until
 * the text is there. Throws an OperationalError where it cannot be written.
 */
export function openOutput(file: string): (text: string) => void {
  attempt(file, () => closeSync(openSync(file, 'a')));
  return text => attempt(file, () => writeFileSync(file, text));
}

function attempt(file: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    throw new OperationalError(
      'cannot write the output',
      file,
      'give a file in a directory that you may write to',
      error,
    );
  }
}
