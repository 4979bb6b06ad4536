import type { FileDiff } from '../domain/diff.js';
import type { OtherFile, SourcePair } from '../domain/source.js';

/** A file that the patch leaves alone, as the source of a check; undefined where it is not at hand on both sides. */
export function makeUntouchedPair(file: OtherFile | { readonly refused: string }): SourcePair | undefined {
  if (!('path' in file) || !file.old || !file.new) return undefined;
  const { path } = file;
  const unchanged: FileDiff = {
    kind: 'modified',
    oldPath: path,
    newPath: path,
    isBinary: false,
    header: [],
    hunks: [],
    isPartial: false,
    mailLine: 0,
  };
  const pieces = [{ old: file.old, new: file.new, heading: '' }];
  return { file: unchanged, evidence: 'file', pieces, postImage: 'not-stated', base: path };
}
