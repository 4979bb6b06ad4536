import { closeSync, existsSync, openSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { OperationalError } from '../domain/operational-error.js';

/**
 * Makes sure that a file can be written before long work is begun for it, and returns how. What the file holds stays until
 * the text is there, and a file that was not there is not made before. Throws an OperationalError where it cannot be written.
 */
export function openOutput(file: string): (text: string) => void {
  attempt(file, () => {
    const isNew = !existsSync(file);
    closeSync(openSync(file, 'a'));
    // A link that leads to no file yet stays: only the file behind it was made.
    if (isNew) rmSync(realpathSync(file));
  });
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
