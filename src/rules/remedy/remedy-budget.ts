import { limits } from '../../domain/limits.js';

/** What may still be read again to try remedies for one patch. */
export class RemedyBudget {
  #charsLeft: number = limits.remedyCharsMax;

  /** Takes the reading of so many characters off it; false where too little is left. */
  spend(chars: number): boolean {
    this.#charsLeft -= chars;
    return this.#charsLeft >= 0;
  }
}
