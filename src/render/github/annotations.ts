import type { Annotation } from '../../domain/delivery.js';
import { shortIdOf } from '../../domain/finding.js';
import { limits } from '../../domain/limits.js';
import type { Severity } from '../../domain/rule.js';
import type { HeadPlace, ShownFinding } from '../../domain/verdict.js';
import { cutToChars } from '../layout.js';
import { remedyWords } from '../remedy.js';
import { lineWords } from '../words.js';
import { boundFinding } from './bound-finding.js';
import { plainText } from './plain-text.js';

const levels: Readonly<Record<Severity, Annotation['level']>> = {
  error: 'failure',
  warning: 'warning',
  note: 'notice',
};

/** Fifty go with one request; behind some hundred nobody reads on. */
const annotationsMax = 200;
const lineCharsMax = 1_500;

/** The open findings whose line is known, each on that line. */
export function makeAnnotations(findings: readonly ShownFinding[]): readonly Annotation[] {
  return findings
    .flatMap(shown => (shown.place && shown.standing.kind === 'open' ? [annotation(shown, shown.place)] : []))
    .slice(0, annotationsMax);
}

function annotation(shown: ShownFinding, { path, line }: HeadPlace): Annotation {
  const finding = boundFinding(shown.finding);
  const { what, proof, remedy, location } = finding;
  const paragraphs = [
    [what],
    proof.map(step => `- ${lineWords(step.location, location.path)}: ${step.words}`),
    remedy === undefined ? [] : [remedyWords(remedy)],
  ].map(lines => lines.map(each => plainText(each, lineCharsMax)).join('\n'));
  const message = paragraphs.filter(text => text !== '').join('\n\n');
  return {
    path,
    line,
    level: levels[finding.severity],
    title: plainText(`${finding.ruleId} (${shortIdOf(finding)})`, limits.githubTitleCharsMax),
    message: cutToChars(message, limits.annotationCharsMax),
  };
}
