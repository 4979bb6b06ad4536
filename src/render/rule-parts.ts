import type { DiffLine } from '../domain/diff.js';
import type { RuleDoc } from '../domain/rule.js';
import type { Series } from '../domain/series.js';

const signs = { context: ' ', removed: '-', added: '+' } as const;

/** A line of an example's patch, not yet escaped. */
export interface ExampleLine {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

/** The lines of a small patch, without its headers. */
export function exampleLines({ patches }: Series): readonly ExampleLine[] {
  const lines: readonly DiffLine[] = patches
    .flatMap(({ files }) => files.flatMap(({ hunks }) => hunks))
    .flatMap(hunk => hunk.lines);
  return lines.map(({ kind, text }) => ({ sign: signs[kind], text }));
}

/** What the author of a patch may say to a finding of the rule, an item each. */
export function answersTo({ id, rebuttal }: RuleDoc): readonly string[] {
  return [
    'It is right: mend the patch and send its next version.',
    `It is wrong here: reply to the mail with ${rebuttal}.`,
    `It would be wrong elsewhere too: report it with the function before and after the patch, reworded as far as need be. In a checkout both go into fixtures/rules/${id}/, marked "ok: ${id}" above the line that was reported (fixtures/rules/README.md shows how); npm test then calls the rule noisy until it is mended.`,
  ];
}

/** How loud the rule is, a line each. */
export function levelsOf({ stage, severity, confidence }: RuleDoc): readonly string[] {
  return [
    `with the whole file at hand: ${severity.file}, confidence ${confidence.file}`,
    `from the visible hunks alone: ${severity.hunk}, confidence ${confidence.hunk}`,
    ...(stage === 'trial' ? ['on trial: what it finds is shown, and never posted'] : []),
    ...(stage === 'off' ? ['off: it is not run'] : []),
  ];
}
