import type { DiffLine, FileDiff, Hunk } from '../domain/diff.js';
import type { Finding, Location } from '../domain/finding.js';
import { groupBy } from '../domain/group-by.js';

/** A line of code as a frame shows it. */
export interface FrameLine {
  readonly kind: DiffLine['kind'];
  /** 1-based: in the old file for a removed line, else in the new one. */
  readonly number: number;
  /** As the patch has it; not yet escaped. */
  readonly text: string;
  /** What is said about this line; empty for a line that is only there for the eye. */
  readonly words: readonly string[];
  /** The line where the finding stands. */
  readonly isPrimary: boolean;
}

/** Consecutive lines of one file. */
export interface FramePart {
  readonly path: string;
  readonly lines: readonly FrameLine[];
}

interface Mark {
  readonly location: Location;
  readonly words: string;
  readonly isPrimary: boolean;
}

interface OrderedPart extends FramePart {
  readonly newLine: number;
}

/** Where a line stands in a diff. */
export interface DiffPlace {
  readonly hunk: Hunk;
  readonly index: number;
}

/** Unmarked lines shown above and below a marked one. */
const around = 2;
/** Changed lines shown beyond that, to see the whole of a short change. */
const changeLinesMore = 3;

/**
 * The code that shows a finding: its line and those of its proof with a few lines around each, cut from the patch's
 * own hunks; a proof line that lies outside of them stands alone. The file of the finding comes first, its parts in
 * the order of the file.
 */
export function framePartsOf(finding: Finding, files: readonly FileDiff[]): readonly FramePart[] {
  const marks: Mark[] = [
    { location: finding.location, words: '', isPrimary: true },
    ...finding.proof.map(step => ({ location: step.location, words: step.words, isPrimary: false })),
  ];
  const paths = [...new Set(marks.map(mark => mark.location.path))];
  return paths.flatMap(path => {
    const ofPath = marks.filter(mark => mark.location.path === path);
    const file = fileAt(files, path);
    return partsOfFile(path, file?.hunks ?? [], ofPath);
  });
}

/** The part of a patch that touches a path, by either of its names. */
export function fileAt(files: readonly FileDiff[], path: string): FileDiff | undefined {
  return files.find(file => file.newPath === path) ?? files.find(file => file.oldPath === path);
}

/** Finds a line of a file in the hunks; undefined where no hunk shows it. */
export function placeOf(hunks: readonly Hunk[], side: 'old' | 'new', line: number): DiffPlace | undefined {
  for (const hunk of hunks) {
    const [start, length] = side === 'old' ? [hunk.oldStart, hunk.oldCount] : [hunk.newStart, hunk.newCount];
    if (line >= start && line < start + length) {
      const index = hunk.lines.findIndex(each => (side === 'old' ? each.oldLine : each.newLine) === line);
      return index < 0 ? undefined : { hunk, index };
    }
  }
  return undefined;
}

/**
 * The line of the new file at which a line stands: itself on the new side, else what stands in its place after the
 * patch (of removed lines the next line that stays or is new), at least 1.
 */
export function newLineOf(hunks: readonly Hunk[], { side, line }: Pick<Location, 'side' | 'line'>): number {
  if (side === 'new') {
    return line;
  }
  const place = placeOf(hunks, 'old', line);
  if (place !== undefined) {
    const { lines, newStart, newCount } = place.hunk;
    const next = lines.slice(place.index).find(each => each.newLine !== undefined)?.newLine;
    return Math.max(1, next ?? newStart + Math.max(0, newCount - 1));
  }
  // Lines outside of every hunk are the same before and after; only their numbers have moved.
  const before = hunks.filter(hunk => hunk.oldStart + hunk.oldCount <= line);
  return before.reduce((sum, hunk) => sum + hunk.newCount - hunk.oldCount, line);
}

function partsOfFile(path: string, hunks: readonly Hunk[], marks: readonly Mark[]): readonly FramePart[] {
  const findPlace = ({ location }: Mark) => placeOf(hunks, location.side, location.line);
  const placed = marks.flatMap(mark => {
    const place = findPlace(mark);
    return place === undefined ? [] : [{ ...mark, ...place }];
  });
  const parts = [
    ...marks.filter(mark => findPlace(mark) === undefined).map(mark => loneLine(path, hunks, mark)),
    ...[...groupBy(placed, mark => mark.hunk)].flatMap(([hunk, ofHunk]) => {
      const byIndex = groupBy(ofHunk, mark => mark.index);
      return windowsOf(path, hunk, byIndex);
    }),
  ];
  return parts.sort((one, other) => one.newLine - other.newLine);
}

/** A line outside of every hunk, at its number after the patch. */
function loneLine(path: string, hunks: readonly Hunk[], mark: Mark): OrderedPart {
  const newLine = newLineOf(hunks, mark.location);
  return { path, newLine, lines: [frameLine('context', newLine, mark.location.text, [mark])] };
}

/** The marked lines of a hunk with those around them; windows that touch are one. */
function windowsOf(path: string, hunk: Hunk, byIndex: ReadonlyMap<number, readonly Mark[]>): readonly OrderedPart[] {
  const windows: { first: number; last: number }[] = [];
  for (const index of [...byIndex.keys()].sort((one, other) => one - other)) {
    const first = edgeOf(hunk, index, -1);
    const last = edgeOf(hunk, index, 1);
    const previous = windows.at(-1);
    if (previous !== undefined && first <= previous.last + 2) {
      previous.last = last;
    } else {
      windows.push({ first, last });
    }
  }
  return windows.map(({ first, last }) => {
    const lines = hunk.lines.slice(first, last + 1);
    return {
      path,
      newLine: lines.find(line => line.newLine !== undefined)?.newLine ?? hunk.newStart,
      lines: lines.map((line, offset) =>
        frameLine(line.kind, line.newLine ?? line.oldLine ?? 0, line.text, byIndex.get(first + offset) ?? []),
      ),
    };
  });
}

/** The edge of a window: a few lines from the marked one, so that a short change is not cut in two, without empty lines. */
function edgeOf(hunk: Hunk, marked: number, step: 1 | -1): number {
  let edge = Math.min(hunk.lines.length - 1, Math.max(0, marked + step * around));
  for (let extra = 0; extra < changeLinesMore && cutsChange(hunk, edge, step); extra++) {
    edge += step;
  }
  while (edge !== marked && hunk.lines[edge]?.text.trim() === '') {
    edge -= step;
  }
  return edge;
}

function cutsChange(hunk: Hunk, edge: number, step: 1 | -1): boolean {
  const isChange = (index: number) => (hunk.lines[index]?.kind ?? 'context') !== 'context';
  return isChange(edge) && isChange(edge + step);
}

function frameLine(kind: DiffLine['kind'], number: number, text: string, marks: readonly Mark[]): FrameLine {
  return {
    kind,
    number,
    text,
    words: marks.map(mark => mark.words).filter(words => words !== ''),
    isPrimary: marks.some(mark => mark.isPrimary),
  };
}
