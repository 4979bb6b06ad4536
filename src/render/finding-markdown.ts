import type { FileDiff } from '../domain/diff.js';
import type { Finding, Location } from '../domain/finding.js';
import type { Remedy } from '../domain/remedy.js';
import { type FrameLine, framePartsOf } from './code-frame.js';
import { safeCodeWithTabs } from './escape.js';
import { codeBlock, codeSpan, markdownProse } from './escape-markdown.js';
import { cutTo } from './layout.js';
import { remedyWords, type Suggestion } from './remedy.js';
import { lineWords } from './words.js';

const codeColumnsMax = 300;
/** What is behind them is cut in any case, and need not be looked at. */
const codeCharsMax = 4 * codeColumnsMax;
const signs = { context: ' ', removed: '-', added: '+' } as const;

/** The code that shows a finding, a block for each part. */
export function frameBlocks(finding: Finding, files: readonly FileDiff[]): readonly string[] {
  return framePartsOf(finding, files).map(part => codeBlock(part.lines.map(diffLine), 'diff'));
}

/** What each place shows, in order; `link` may make its name a link. */
export function proofList({ proof, location: { path } }: Finding, link: LinkPlace = withoutLink): string {
  return proof
    .map(({ location, words }, index) => {
      const place = link(lineWords(location, path, codeSpan), location);
      return `${index + 1}. ${place}: ${markdownProse(words)}`;
    })
    .join('\n');
}

/** Makes words, which are markdown already, a link to a place in the code. */
export type LinkPlace = (words: string, location: Location) => string;

export function withoutLink(words: string): string {
  return words;
}

/** What a rule advises where there is no remedy; empty without advice. */
export function adviceWords(advice: string | undefined): string {
  return advice === undefined ? '' : `**What to do:** ${markdownProse(advice)}`;
}

export function remedyProse(remedy: Remedy): string {
  return `**What to do:** ${markdownProse(remedyWords(remedy))}`;
}

export function remedyDiff({ diff }: Remedy): string {
  const lines = diff.trimEnd().split('\n').slice(2);
  return codeBlock(lines.map(cutCode), 'diff');
}

/** As GitHub takes it; undefined where a character of it had to be made visible: it is applied as it stands. */
export function suggestionBlock({ lines }: Suggestion): string | undefined {
  const block = codeBlock(lines, 'suggestion');
  const shown = block.split('\n').slice(1, -1);
  return lines.every((line, index) => line === shown[index]) ? block : undefined;
}

function diffLine(line: FrameLine): string {
  return cutCode(`${signs[line.kind]}${line.text}`);
}

/** Cut where it is shown: a character that has to be made visible takes eight. */
function cutCode(line: string): string {
  return cutTo(safeCodeWithTabs(line.slice(0, codeCharsMax)), codeColumnsMax).trimEnd();
}
