import { tokenize } from '../c/tokenize.js';
import { type FileDiff, type Hunk, pathOf } from '../domain/diff.js';
import type { Patch } from '../domain/patch.js';
import { faultDisablers, faultGuardClass } from '../kernel/page-faults.js';

/** A patch, and what all its files together tell about a change in one of them. */
export class PatchContext {
  readonly patch: Patch;
  #removed: ReadonlySet<string> | undefined;
  #disabling: readonly FileDiff[] | undefined;

  constructor(patch: Patch) {
    this.patch = patch;
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

  /** Whether the patch turns page faults off in a C file other than this one: its callers may stand there. */
  turnsFaultsOffBeside(file: FileDiff): boolean {
    this.#disabling ??= this.patch.files.filter(
      each => /\.[ch]$/.test(pathOf(each)) && each.hunks.some(turnsFaultsOff),
    );
    return this.#disabling.some(each => each !== file);
  }
}

/** Whether the hunk adds code that turns page faults off. Comments and strings are no code. */
function turnsFaultsOff(hunk: Hunk): boolean {
  const shown = hunk.lines.filter(line => line.kind !== 'removed');
  const code = { lines: shown.map(line => line.text), firstLine: 0 };
  return tokenize(code).some(
    ({ text, line }) => (faultDisablers.has(text) || text === faultGuardClass) && shown[line]?.kind === 'added',
  );
}
