import { tokenize } from '../c/tokenize.js';
import { type FileDiff, type Hunk, pathOf } from '../domain/diff.js';
import type { Patch } from '../domain/patch.js';
import type { SourcePiece } from '../domain/source.js';
import { faultDisablers, faultGuardClass } from '../kernel/page-faults.js';
import { Library } from './library.js';
import { RemedyBudget } from './remedy-budget.js';

/** A patch, and what all its files, the patches of its series before it, and files that it does not touch tell about a change in one file. */
export class PatchContext {
  readonly patch: Patch;
  readonly library: Library;
  readonly budget: RemedyBudget;
  readonly #earlier: readonly Patch[];
  #removed: ReadonlySet<string> | undefined;
  #disabling: readonly Disabling[] | undefined;

  /** `earlier`: the patches of the series before this one. */
  constructor(patch: Patch, earlier: readonly Patch[] = [], library = new Library(), budget = new RemedyBudget()) {
    this.patch = patch;
    this.library = library;
    this.budget = budget;
    this.#earlier = earlier;
  }

  /** The same patch with another version of one of its files. */
  withFile(file: FileDiff, other: FileDiff): PatchContext {
    const files = this.patch.files.map(each => (each === file ? other : each));
    return new PatchContext({ ...this.patch, files }, this.#earlier, this.library);
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
    this.#disabling ??= [this.patch, ...this.#earlier].flatMap(findDisabling);
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
}

/** A line by which a patch turns page faults off. */
interface Disabling {
  readonly patch: Patch;
  readonly file: FileDiff;
  readonly newLine: number;
}

function folderOf(file: FileDiff): string {
  return pathOf(file).replace(/[^/]*$/, '');
}

function findDisabling(patch: Patch): Disabling[] {
  const code = patch.files.filter(file => /\.[ch]$/.test(pathOf(file)));
  return code.flatMap(file => file.hunks.flatMap(findDisablingLines).map(newLine => ({ patch, file, newLine })));
}

/** The added lines of code that turn page faults off, macros included. Comments and strings are no code. */
function findDisablingLines(hunk: Hunk): number[] {
  const shown = hunk.lines.filter(line => line.kind !== 'removed');
  const tokens = tokenize({ lines: shown.map(line => line.text), firstLine: 0 }, true);
  return tokens.flatMap(({ kind, text, line }) => {
    const disables =
      faultDisablers.has(text) ||
      text === faultGuardClass ||
      (kind === 'directive' && /pagefault_disable\(/.test(text));
    const { kind: change, newLine } = shown[line] ?? {};
    return disables && change === 'added' && newLine !== undefined ? [newLine] : [];
  });
}
