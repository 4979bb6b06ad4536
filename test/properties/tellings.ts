import { asItIs, type CodeVariant, codeVariants } from './code-variants.js';
import { asSent, type MailForm, mailForms } from './mail-forms.js';
import type { DiffForm } from './scratch-repository.js';

/** A way to tell a change: how its code, its diff and its mail are written. */
export interface Telling {
  readonly code: CodeVariant;
  readonly diff: DiffForm;
  readonly mail: MailForm;
}

const threeLines: DiffForm = { name: 'U3', words: ['-U3'] };

const diffForms: readonly DiffForm[] = [
  threeLines,
  { name: 'U0', words: ['-U0'] },
  { name: 'U1', words: ['-U1'] },
  { name: 'U10', words: ['-U10'] },
  { name: 'U25', words: ['-U25'] },
  { name: 'whole functions', words: ['-W'] },
  { name: 'U3 without headings', words: ['-U3'], hasHeadings: false },
  { name: 'U0 without headings', words: ['-U0'], hasHeadings: false },
  { name: 'U3 by patience', words: ['-U3', '--patience'] },
  { name: 'U2 with joined hunks', words: ['-U2', '--minimal', '--inter-hunk-context=8'] },
];

/** The change as `git format-patch` tells it. */
export const plainTelling: Telling = { code: asItIs, diff: threeLines, mail: asSent };

/** Every writing of the code in every form of diff, and every form of mail. */
export const tellings: readonly Telling[] = [
  ...codeVariants.flatMap(code => diffForms.map(diff => ({ code, diff, mail: asSent }))),
  ...mailForms.filter(mail => mail !== asSent).map(mail => ({ ...plainTelling, mail })),
];

export function nameOfTelling({ code, diff, mail }: Telling): string {
  return `${code.name}, ${diff.name}, ${mail.name}`;
}
