import pc from 'picocolors';
import type { Severity } from '../domain/rule.js';

type Paint = (text: string) => string;

/** The colours of the terminal output, by meaning. Each takes text that is already safe. */
export interface Palette {
  readonly severity: Readonly<Record<Severity, Paint>>;
  readonly strong: Paint;
  readonly dim: Paint;
  readonly gutter: Paint;
  readonly proof: Paint;
  readonly removed: Paint;
  readonly added: Paint;
}

/** With `color` false every paint returns its text unchanged, whatever the environment says. */
export function makePalette(color: boolean): Palette {
  const colors = pc.createColors(color);
  return {
    severity: {
      error: text => colors.bold(colors.red(text)),
      warning: text => colors.bold(colors.yellow(text)),
      note: text => colors.bold(colors.cyan(text)),
    },
    strong: colors.bold,
    dim: colors.dim,
    gutter: colors.blue,
    proof: colors.cyan,
    removed: colors.red,
    added: colors.green,
  };
}
