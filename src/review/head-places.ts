import { type LineMap, makeLineMap } from '../diff/line-map.js';
import { readDiff } from '../diff/read-diff.js';
import type { FileDiff } from '../domain/diff.js';
import type { Patch } from '../domain/patch.js';
import type { PullFile } from '../domain/pull-request.js';
import type { HeadPlace } from '../domain/verdict.js';
import type { LinePlace } from './rebase-finding.js';

/** Tells where lines of the patches of a pull request stand in the code as its last commit leaves it. */
export class HeadPlaces {
  readonly #patches: readonly Patch[];
  readonly #shown: ReadonlyMap<string, readonly Stretch[]>;
  readonly #maps = new Map<FileDiff, LineMap>();

  /** `patches`: in the order in which they apply; `files`: what GitHub shows of the pull request. */
  constructor(patches: readonly Patch[], files: readonly PullFile[]) {
    this.#patches = patches;
    this.#shown = new Map(files.map(file => [file.path, stretchesOf(file)]));
  }

  /** `patchNumber`: of the patch in whose terms the place is told. Undefined where a later one has changed the line, or the file is gone. */
  find({ path, side, line }: LinePlace, patchNumber: number): HeadPlace | undefined {
    const from = this.#patches.findIndex(patch => patch.number === patchNumber);
    const own = side === 'old' ? this.#follow(path, line, from) : { path, line };
    const place = this.#patches
      .slice(from + 1)
      .reduce<Place | undefined>((at, patch) => at && this.#apply(at, patch), own);
    if (place === undefined) return undefined;
    const isInDiff = (this.#shown.get(place.path) ?? []).some(
      ({ first, end }) => place.line >= first && place.line < end,
    );
    return { ...place, isInDiff };
  }

  #follow(path: string, line: number, index: number): Place | undefined {
    const patch = this.#patches[index];
    return patch && this.#apply({ path, line }, patch);
  }

  #apply(place: Place, patch: Patch): Place | undefined {
    const file = patch.files.find(({ oldPath, kind }) => oldPath === place.path && kind !== 'copied');
    if (file === undefined) return place;
    if (file.newPath === undefined) return undefined;
    const map = this.#maps.get(file) ?? makeLineMap(file);
    this.#maps.set(file, map);
    const line = map.toNew(place.line);
    return line === undefined ? undefined : { path: file.newPath, line };
  }
}

interface Place {
  readonly path: string;
  readonly line: number;
}

/** Lines of the new side: from `first` to before `end`. */
interface Stretch {
  readonly first: number;
  readonly end: number;
}

/** The hunks that GitHub shows. It takes comments on all of their lines, those of the context among them. */
function stretchesOf({ patch }: PullFile): readonly Stretch[] {
  if (patch === undefined) return [];
  // Its name is not in the text, and does not matter here.
  const { files } = readDiff(`--- a/f\n+++ b/f\n${patch}\n`, { messageId: '', firstMailLine: 1 });
  return files
    .flatMap(file => file.hunks)
    .map(({ newStart, newCount }) => ({ first: newStart, end: newStart + newCount }));
}
