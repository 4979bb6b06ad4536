import type { RenderContext } from './context.js';
import { safeLine } from './escape.js';
import { wrap } from './layout.js';
import type { Palette } from './palette.js';

/** What every part of the terminal output is drawn with. */
export interface Screen {
  readonly context: RenderContext;
  readonly palette: Palette;
  /** Columns. */
  readonly width: number;
}

type Paint = (text: string) => string;

/** `label: words`, made safe and wrapped; later lines stand two columns further in. */
export function labelled(
  screen: Screen,
  indent: string,
  label: string,
  words: string,
  paint: Paint,
): readonly string[] {
  const lines = wrap(`${label}: ${safeLine(words)}`, screen.width - indent.length - 2);
  return lines.map((line, index) =>
    index === 0 ? `${indent}${paint(label)}${line.slice(label.length)}` : `${indent}  ${line}`,
  );
}
