import { shortIdOf } from '../../domain/finding.js';
import type { Series } from '../../domain/series.js';
import type { ShownFinding } from '../../domain/verdict.js';
import { codeInCell } from '../escape-markdown.js';
import type { LinkPlace } from '../finding-markdown.js';
import { count } from '../layout.js';
import { ofSeriesWords, placeWords } from '../words.js';
import { boundShown } from './bound-finding.js';
import { standingWord } from './standing-words.js';
import { takeLines } from './take-lines.js';

/** More rows are no table that anyone reads. */
const room = { linesMax: 50, charsMax: 20_000 };

/** The findings, a row each; undefined without any. */
export function findingsTable(series: Series, findings: readonly ShownFinding[], link: LinkPlace): string | undefined {
  if (findings.length === 0) return undefined;
  const rows = findings.slice(0, room.linesMax).map(each => row(series, boundShown(each), link));
  const { kept } = takeLines(rows, room);
  const more = findings.length - kept.length;
  return [
    '| finding | | rule | where | |',
    '|---|---|---|---|---|',
    ...kept,
    ...(more === 0 ? [] : [`| | | | ${count(more, 'more finding')} | |`]),
  ].join('\n');
}

function row(series: Series, { finding, standing, place }: ShownFinding, link: LinkPlace): string {
  const cells = [
    codeInCell(shortIdOf(finding)),
    finding.severity,
    codeInCell(finding.ruleId),
    `${link(shownPlace({ finding, standing, place }, codeInCell), finding.location)}${ofSeriesWords(series, finding.patchNumber)}`,
    standingWord(standing),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** The line in the code as the pull request leaves it, where it is known. */
export function shownPlace({ finding, place }: ShownFinding, code: (text: string) => string): string {
  const { location } = finding;
  return placeWords(place === undefined ? location : { ...location, ...place, side: 'new' }, code);
}
