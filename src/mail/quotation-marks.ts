import { limits } from '../domain/limits.js';

/** A body line taken apart: how often it is quoted, and what it says. */
export interface MarkedLine {
  /** 0: the sender's own words. */
  readonly depth: number;
  /** Without the marks and the one space that follows them. */
  readonly text: string;
}

/**
 * Strips at most `depthMax` quote marks: `> > x`, `>>x`, `> >x`. A space between marks belongs to them; of what follows the
 * last mark only one space does, so that the leading space of a context line survives where the sender kept it.
 */
export function stripMarks(line: string, depthMax: number = limits.quoteDepthMax): MarkedLine {
  let depth = 0;
  let at = 0;
  while (depth < depthMax) {
    const mark = line[at] === ' ' && depth > 0 ? at + 1 : at;
    if (line[mark] !== '>') break;
    depth += 1;
    at = mark + 1;
  }
  return { depth, text: depth > 0 && line[at] === ' ' ? line.slice(at + 1) : line.slice(at) };
}

/** How a mail marks its quotations: turns a foreign mark at the start of a line into `>`. */
export type MarkReader = (line: string) => string;

/** A letter typed before the mark by accident: it stands on one line, in the middle of a quotation. */
const strayLetters = /^[A-Za-z]{1,3}(?=>[ >])/;

/** Takes stray letters off a line that stands directly between quoted lines. */
export function dropStrayLetters(line: string, above: string | undefined, below: string | undefined): string {
  const isBetween = !line.startsWith('>') && above?.startsWith('>') === true && below?.startsWith('>') === true;
  return isBetween ? line.replace(strayLetters, '') : line;
}

const initials = /^ ?([A-Z][A-Za-z]{0,3})> ?/;

/** A mark seen on fewer lines than this may be a prompt, a table or a drawing. */
const foreignLinesMin = 3;

/**
 * Finds out how a mail marks quotations, if not with `>` in the first column: initials before the mark (`JD> `), pipes (`| `) or
 * one leading space. Pipes count only where nothing is quoted with `>`: else they are a reply's own table or output.
 */
export function findMarkReader(lines: readonly string[]): MarkReader {
  const counts = new Map<string, number>();
  let plain = 0;
  for (const line of lines) {
    if (line.startsWith('>')) plain += 1;
    const mark = foreignMarkOf(line);
    if (mark !== undefined) counts.set(mark, (counts.get(mark) ?? 0) + 1);
  }
  const isUsed = ([mark, count]: readonly [string, number]): boolean =>
    count >= foreignLinesMin && (mark.endsWith('>') ? true : plain === 0);
  const used = new Set([...counts].filter(isUsed).map(([mark]) => mark));
  if (used.size === 0) return line => line;
  return line => {
    const mark = foreignMarkOf(line);
    if (mark === undefined || !used.has(mark)) return line;
    return `>${line.slice(line.indexOf(mark.trimStart()) + mark.trimStart().length)}`;
  };
}

function foreignMarkOf(line: string): string | undefined {
  if (line.startsWith(' >')) return ' >';
  if (line.startsWith('|')) return '|';
  const named = initials.exec(line);
  return named === null ? undefined : `${named[1]}>`;
}
