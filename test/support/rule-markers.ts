/**
 * What a marker says of the line behind it. `ruleid`: the rule reports this line; `ok`: it does not; `todoruleid` and `todook`: it
 * should (not), and it is known that it does not (does); `hunkruleid`: it does by the hunks alone, for want of what only the whole file
 * shows; `proof`: a finding of the rule names this line as a step of its proof.
 */
export type MarkerWord = 'ruleid' | 'ok' | 'todoruleid' | 'todook' | 'hunkruleid' | 'proof';

export interface Marker {
  readonly word: MarkerWord;
  readonly ruleId: string;
  /** 1-based line in the code, as it is without its markers. */
  readonly line: number;
}

export interface MarkedCode {
  /** The code without the lines of its markers. */
  readonly code: string;
  readonly markers: readonly Marker[];
  /** Markers that cannot be read, in words. */
  readonly faults: readonly string[];
}

const words: readonly string[] = [
  'ruleid',
  'ok',
  'todoruleid',
  'todook',
  'hunkruleid',
  'proof',
] satisfies readonly MarkerWord[];
const marker = /^\s*\/\* ([\w-]+): ([\w-]+\/[\w-]+) \*\/$/;
/** Whatever looks as if somebody had meant a marker. */
const suspect = /\/[*/]\s*\w*(?:rule[ -]?id|todo\w*|\bok|\bproof)\s*:/i;

/** Takes the markers out of a fixture: they never influence a diff. A marker is a line of its own before the line that it marks. */
export function readMarkers(text: string, ruleIds: readonly string[]): MarkedCode {
  const code: string[] = [];
  const markers: Marker[] = [];
  const faults: string[] = [];
  for (const line of text.split('\n')) {
    const [, word = '', ruleId = ''] = marker.exec(line) ?? [];
    if (word === '' && !suspect.test(line)) code.push(line);
    else if (isMarkerWord(word) && ruleIds.includes(ruleId)) markers.push({ word, ruleId, line: code.length + 1 });
    else if (isMarkerWord(word)) faults.push(`Unknown rule: ${line.trim()}`);
    else faults.push(`${word === '' ? 'Malformed' : 'Unknown'} marker: ${line.trim()}`);
  }
  for (const { word, ruleId, line } of markers) {
    if ((code[line - 1] ?? '').trim() === '') faults.push(`Marker before no code: ${word}: ${ruleId}`);
  }
  return { code: code.join('\n'), markers, faults };
}

function isMarkerWord(word: string): word is MarkerWord {
  return words.includes(word);
}
