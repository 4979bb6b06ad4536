import type { FileDiff } from '../../domain/diff.js';
import type { Finding } from '../../domain/finding.js';
import type { HeadPlace } from '../../domain/verdict.js';
import { fileAt, placeOf } from '../code-frame.js';
import { makeSuggestion, remedyHunks, type Suggestion } from '../remedy.js';

/**
 * The remedy of a finding as a suggestion on lines of a pull request; undefined where it has none, and where GitHub's
 * own diff of the pull request does not show the lines in one hunk just as they were when the remedy was tried.
 *
 * @param pullFiles GitHub's diff of the whole pull request, whose new side is its head
 */
export function headSuggestion(
  { remedy, location }: Finding,
  place: HeadPlace,
  pullFiles: readonly FileDiff[],
): Suggestion | undefined {
  // Of a removed line nobody knows by how much those around it have moved.
  if (remedy === undefined || location.side === 'old') return undefined;
  const moved = place.line - location.line;
  const hunks = fileAt(pullFiles, place.path)?.hunks ?? [];
  const isAsTried = remedyHunks(remedy)
    .flat()
    .every(({ number, text }) => {
      const shown = number === undefined ? undefined : placeOf(hunks, 'new', number + moved);
      return shown === undefined || shown.hunk.lines[shown.index]?.text === text;
    });
  if (!isAsTried) return undefined;
  const edits = remedy.edits.map(({ firstLine, lastLine, lines }) => ({
    firstLine: firstLine + moved,
    lastLine: lastLine + moved,
    lines,
  }));
  return makeSuggestion({ ...remedy, path: place.path, edits }, pullFiles);
}
