import { applyDiff, type LineComparison, type LineEncoding, type LineShift } from '../diff/apply-diff.js';
import { blobIdOf, type ObjectFormat } from '../diff/blob-id.js';
import type { FileDiff } from '../domain/diff.js';

/** The new side of a file, one byte a character. */
export interface PostImage {
  readonly text: string;
  /** Full blob id. */
  readonly id: string;
  /** Undefined where the `index` line states no id. */
  readonly isStated?: boolean | undefined;
  /** Lines between a hunk's stated place and where it was found; 0 when all stand where they say. */
  readonly offset: number;
  /** How far the code stands behind the numbers of the hunks; undefined where that differs from hunk to hunk. */
  readonly shift: LineShift | undefined;
}

export interface Misfit {
  readonly reason: string;
  readonly mailLine: number;
}

/**
 * Applies a file's part of a patch to its old side, and computes the id of the outcome.
 * The mail's text was decoded, so the bytes of its lines are a guess: UTF-8, and where that does not do, one byte a character,
 * as in the older files of the kernel.
 */
export function makePostImage(oldText: string, file: FileDiff, format: ObjectFormat): PostImage | Misfit {
  const first = applyAs('utf8', oldText, file, format);
  if (isSound(first) || isAscii(file)) return first;
  const second = applyAs('latin1', oldText, file, format);
  return isSound(second) || !('id' in first) ? second : first;
}

/** The same for a mail on whose way tabs became blanks, or blanks at line ends were lost: what is not changed keeps the file's own. */
export function makeLoosePostImage(oldText: string, file: FileDiff, format: ObjectFormat): PostImage | Misfit {
  return applyAs('utf8', oldText, file, format, 'ignoring blanks');
}

function applyAs(
  encoding: LineEncoding,
  oldText: string,
  file: FileDiff,
  format: ObjectFormat,
  comparison: LineComparison = 'exact',
): PostImage | Misfit {
  const application = applyDiff(oldText, file, encoding, comparison);
  if (!application.ok) return { reason: application.reason, mailLine: application.mailLine };
  const { text, offset, shift } = application;
  const id = blobIdOf(Buffer.from(text, 'latin1'), format);
  return { text, id, offset, shift, isStated: file.newBlob === undefined ? undefined : id.startsWith(file.newBlob) };
}

function isSound(outcome: PostImage | Misfit): boolean {
  return 'id' in outcome && outcome.isStated !== false;
}

function isAscii(file: FileDiff): boolean {
  return file.hunks.every(hunk => hunk.lines.every(line => !/[^\u0000-\u007f]/.test(line.text)));
}
