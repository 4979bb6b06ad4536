import type { Finding, Location } from '../../domain/finding.js';
import type { Remedy } from '../../domain/remedy.js';
import type { ShownFinding } from '../../domain/verdict.js';
import { cutTo } from '../layout.js';

/** What people read, in columns of text. Our own words are far below; names and lines in them are those of strangers. */
const claimColumnsMax = 1_000;
const wordsColumnsMax = 400;
const pathColumnsMax = 200;
const nameColumnsMax = 80;
const codeColumnsMax = 300;
const stepsMax = 10;
/** A longer correction is read in an editor. */
const remedyLinesMax = 60;
const remedyCharsMax = 8_000;

/** The finding with texts of a length that a comment can bear. */
export function boundFinding(finding: Finding): Finding {
  return {
    ...finding,
    what: cutTo(finding.what, claimColumnsMax),
    location: boundLocation(finding.location),
    proof: finding.proof.slice(0, stepsMax).map(({ location, words }) => ({
      location: boundLocation(location),
      words: cutTo(words, wordsColumnsMax),
    })),
    remedy: finding.remedy && boundRemedy(finding.remedy),
  };
}

export function boundShown(shown: ShownFinding): ShownFinding {
  const { place } = shown;
  return {
    ...shown,
    finding: boundFinding(shown.finding),
    place: place && { ...place, path: cutTo(place.path, pathColumnsMax) },
  };
}

function boundLocation(location: Location): Location {
  const { path, text, functionName } = location;
  return {
    ...location,
    path: cutTo(path, pathColumnsMax),
    text: cutTo(text, codeColumnsMax),
    functionName: functionName === undefined ? undefined : cutTo(functionName, nameColumnsMax),
  };
}

function boundRemedy(remedy: Remedy): Remedy | undefined {
  const isReadable = remedy.diff.length <= remedyCharsMax && remedy.diff.split('\n').length <= remedyLinesMax;
  return isReadable ? { ...remedy, words: cutTo(remedy.words, wordsColumnsMax) } : undefined;
}
