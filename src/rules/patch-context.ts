import { tokenize } from '../c/tokenize.js';
import { type LineMap, makeLineMap } from '../diff/line-map.js';
import { type DiffLine, type FileDiff, type Hunk, pathOf } from '../domain/diff.js';
import type { Patch } from '../domain/patch.js';
import { remember } from '../domain/remember.js';
import type { Series } from '../domain/series.js';
import type { Evidence, SourcePiece } from '../domain/source.js';
import { faultDisablers, faultGuardClass } from '../kernel/page-faults.js';
import { Library } from './code/library.js';
import { RemedyBudget } from './remedy/remedy-budget.js';

/** A patch, and what all its files, the patches of its series before it, and files that it does not touch tell about a change in one file. */
export class PatchContext {
  readonly patch: Patch;
  readonly library: Library;
  readonly budget: RemedyBudget;
  readonly #series: Pick<Series, 'patches' | 'state'> | undefined;
  readonly #lines = new Map<FileDiff, LineMap>();
  #removed: ReadonlySet<string> | undefined;
  #size: number | undefined;
  #disabling: readonly Disabling[] | undefined;
  #disablingLater: readonly Disabling[] | undefined;

  constructor(
    patch: Patch,
    series?: Pick<Series, 'patches' | 'state'>,
    library = new Library(),
    budget = new RemedyBudget(),
  ) {
    this.patch = patch;
    this.library = library;
    this.budget = budget;
    this.#series = series;
  }

  /** Characters in the lines of all its hunks. */
  get size(): number {
    this.#size ??= this.patch.files
      .flatMap(file => file.hunks)
      .flatMap(hunk => hunk.lines)
      .reduce((sum, line) => sum + line.text.length, 0);
    return this.#size;
  }

  /** The same patch with another version of one of its files. */
  withFile(file: FileDiff, other: FileDiff): PatchContext {
    const files = this.patch.files.map(each => (each === file ? other : each));
    return new PatchContext({ ...this.patch, files }, this.#series, this.library);
  }

  /** What the patch does to the file that has this path after it; undefined where that is nothing. */
  fileAt(path: string): FileDiff | undefined {
    return this.patch.files.find(file => file.newPath === path);
  }

  /** The lines of a file that the patch touches. */
  linesOf(file: FileDiff): LineMap {
    const known = this.#lines.get(file) ?? makeLineMap(file);
    this.#lines.set(file, known);
    return known;
  }

  /** Whether the patch removes a line with this text, white space at its ends aside: then the line was moved. */
  removesLine(text: string): boolean {
    this.#removed ??= new Set(
      this.patch.files
        .flatMap(file => file.hunks)
        .flatMap(hunk => hunk.lines)
        .filter(line => line.kind === 'removed')
        .map(line => line.text.trim()),
    );
    return this.#removed.has(text.trim());
  }

  /**
   * The heading of a hunk. Where git found a label in the first column instead of the function (`redo:`), the one function in which the
   * patch's title says that it makes its change: `use kmap_local_page() in ring_fill()`.
   */
  headingOf(piece: SourcePiece): string {
    if (!/^[A-Za-z_]\w*:/.test(piece.heading)) return piece.heading;
    const [name, ...others] = new Set(Array.from(this.patch.title.matchAll(/\bin (\w+)\(\)/g), match => match[1]));
    return name === undefined || others.length > 0 ? piece.heading : `${name}(`;
  }

  /**
   * Where else page faults are turned off by this patch (in any C file), or by an earlier patch of the series (in the same folder);
   * undefined where nowhere. `isOwn` tells the lines of this file that were looked at already, by their numbers in the new file.
   */
  whereFaultsGoOff(file: FileDiff, isOwn: (newLine: number) => boolean): string | undefined {
    this.#disabling ??= [this.patch, ...this.#others(number => number < this.patch.number)].flatMap(findDisabling);
    const folder = folderOf(file);
    const place = this.#disabling.find(each => {
      if (each.patch !== this.patch) return folderOf(each.file) === folder;
      return each.file !== file || !isOwn(each.newLine);
    });
    if (!place) return undefined;
    if (place.patch !== this.patch)
      return `patch ${place.patch.number} of the series turns page faults off in ${pathOf(place.file)}`;
    return place.file === file
      ? 'the patch turns page faults off elsewhere in this file'
      : `the patch turns page faults off in ${pathOf(place.file)}`;
  }

  /**
   * Whether a line that stays turns page faults off, in a hunk of the file: of a caller, of a macro, further up in the function, or under a
   * condition that lines out of sight tie to another. What it encloses need not be in sight.
   */
  showsFaultsGoOff(file: FileDiff): boolean {
    return keepsFaultsOffSomewhere(file);
  }

  /**
   * Where a later patch of the series turns page faults off around a call of the function, or inside it; undefined where none does.
   * Inside of it only where the end of the series is not judged: then nobody sees whether that is enough.
   */
  whereFaultsGoOffLater(functionName: string, evidence: Evidence): string | undefined {
    this.#disablingLater ??= this.#others(number => number > this.patch.number).flatMap(findDisabling);
    const isJudged = evidence === 'file' && this.#series?.state === 'complete';
    const place = this.#disablingLater.find(
      ({ hunk }) => showsCall(hunk, functionName) || (!isJudged && showsFunction(hunk, functionName)),
    );
    return place && `patch ${place.patch.number} of the series turns page faults off in ${pathOf(place.file)}`;
  }

  #others(isAsked: (number: number) => boolean): readonly Patch[] {
    return this.#series?.patches.filter(({ number }) => isAsked(number)) ?? [];
  }
}

const keepsFaultsOffSomewhere = remember((file: FileDiff) =>
  file.hunks.some(hunk => findDisablingLines(hunk, 'context').length > 0),
);

/** Whether the hunk shows a call of the function; a definition is none, and stands at the margin. */
function showsCall(hunk: Hunk, name: string): boolean {
  return wordsInside(hunk).has(name);
}

/** Whether the hunk stands in the function, as far as it shows. */
function showsFunction(hunk: Hunk, name: string): boolean {
  return wordsAtMargin(hunk).has(name);
}

const wordsInside = remember(({ lines }: Hunk) =>
  wordsOf(lines.filter(line => line.kind !== 'removed' && /^\s/.test(line.text)).map(line => line.text)),
);

const wordsAtMargin = remember(({ heading, lines }: Hunk) =>
  wordsOf([heading, ...lines.filter(line => /^\w/.test(line.text)).map(line => line.text)]),
);

function wordsOf(lines: readonly string[]): ReadonlySet<string> {
  return new Set(tokenize({ lines, firstLine: 0 }).map(({ text }) => text));
}

/** A line by which a patch turns page faults off. */
interface Disabling {
  readonly patch: Patch;
  readonly file: FileDiff;
  readonly hunk: Hunk;
  readonly newLine: number;
}

function folderOf(file: FileDiff): string {
  return pathOf(file).replace(/[^/]*$/, '');
}

function findDisabling(patch: Patch): Disabling[] {
  const code = patch.files.filter(file => /\.[ch]$/.test(pathOf(file)));
  return code.flatMap(file =>
    file.hunks.flatMap(hunk => findDisablingLines(hunk).map(newLine => ({ patch, file, hunk, newLine }))),
  );
}

/** The added lines (or those of context) that turn page faults off, macros included. Comments and strings are no code. */
function findDisablingLines(hunk: Hunk, wanted: DiffLine['kind'] = 'added'): number[] {
  const shown = hunk.lines.filter(line => line.kind !== 'removed');
  const tokens = tokenize({ lines: shown.map(line => line.text), firstLine: 0 }, true);
  return tokens.flatMap(({ kind, text, line }) => {
    const disables =
      faultDisablers.has(text) ||
      text === faultGuardClass ||
      (kind === 'directive' && /pagefault_disable\(/.test(text));
    const { kind: change, newLine } = shown[line] ?? {};
    return disables && change === wanted && newLine !== undefined ? [newLine] : [];
  });
}
