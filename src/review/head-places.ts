import { type LineMap, makeLineMap } from '../diff/line-map.js';
import { type FileDiff, pathOf } from '../domain/diff.js';
import type { Patch } from '../domain/patch.js';
import type { HeadPlace } from '../domain/verdict.js';
import type { LinePlace } from './rebase-finding.js';

/** Tells where lines of the patches of a pull request stand in the code as its last commit leaves it. */
export class HeadPlaces {
  readonly #patches: readonly Patch[];
  readonly #shown: ReadonlyMap<string, FileDiff>;
  readonly #maps = new Map<FileDiff, LineMap>();

  /** `patches`: in the order in which they apply; `shown`: GitHub's own diff of the pull request, which takes comments on all lines of its hunks. */
  constructor(patches: readonly Patch[], shown: readonly FileDiff[]) {
    this.#patches = patches;
    this.#shown = new Map(shown.map(file => [pathOf(file), file]));
  }

  /** `patchNumber`: of the patch in whose terms the place is told. Undefined where a later one has changed the line, or the file is gone. */
  find({ path, side, line }: LinePlace, patchNumber: number): HeadPlace | undefined {
    const from = this.#patches.findIndex(patch => patch.number === patchNumber);
    const own = side === 'old' ? this.#follow(path, line, from) : { path, line };
    const place = this.#patches
      .slice(from + 1)
      .reduce<Place | undefined>((at, patch) => at && this.#apply(at, patch), own);
    if (place === undefined) return undefined;
    const isInDiff = (this.#shown.get(place.path)?.hunks ?? []).some(
      ({ newStart, newCount }) => place.line >= newStart && place.line < newStart + newCount,
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
