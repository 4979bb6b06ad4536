import type { Expression } from './expression.js';
import type { Token } from './tokenize.js';

/** A statement of C, with the line where it begins. Macros that stand for loops and scopes are statements of their kind. */
export type Statement =
  | { readonly kind: 'expression'; readonly line: number; readonly expression: Expression }
  | { readonly kind: 'return'; readonly line: number; readonly expression: Expression }
  | {
      readonly kind: 'if';
      readonly line: number;
      /** Empty where the condition is not visible; `enclosing` where the code in sight begins inside the first branch. */
      readonly condition: readonly Token[];
      readonly consequent: readonly Statement[];
      readonly alternative: readonly Statement[];
    }
  | {
      readonly kind: 'loop';
      readonly line: number;
      readonly init?: Expression | undefined;
      readonly condition: readonly Token[];
      readonly step?: Expression | undefined;
      readonly body: readonly Statement[];
      /** False for do-while, whose body runs at least once. */
      readonly testsFirst: boolean;
    }
  | {
      readonly kind: 'switch';
      readonly line: number;
      readonly subject: Expression;
      readonly body: readonly Statement[];
    }
  /** A block in braces; `guard` is the head of a `scoped_guard(…)`. */
  | {
      readonly kind: 'block';
      readonly line: number;
      readonly guard?: Expression | undefined;
      readonly body: readonly Statement[];
    }
  | { readonly kind: 'case'; readonly line: number; readonly value: readonly Token[] }
  | { readonly kind: 'default' | 'break' | 'continue'; readonly line: number }
  | { readonly kind: 'label' | 'goto'; readonly line: number; readonly name: string };

/** Stands for the unseen condition of a branch in which the code in sight begins: it holds for all that comes in from there. */
export const enclosing = '#enclosing';
