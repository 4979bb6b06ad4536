import type { LineEdit } from '../../domain/remedy.js';
import type { FunctionPair } from '../function-pair.js';

/** A change that might mend what a rule reports. The engine applies it, judges the code again and offers it only if all is well. */
export interface Correction {
  /** In the file after the patch, in ascending order; they do not overlap. */
  readonly edits: readonly LineEdit[];
  /** What it does, in one sentence. */
  readonly words: string;
  /**
   * Whether it is right in the corrected function (its old side is the one before the patch), beyond the rule's silence about it.
   * `isMade` tells the lines that the correction made.
   */
  readonly isSound?: ((pair: FunctionPair, isMade: (line: number) => boolean) => boolean) | undefined;
}
