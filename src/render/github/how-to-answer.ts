import { type Finding, shortIdOf } from '../../domain/finding.js';
import { codeSpan } from '../escape-markdown.js';

/** The line below a finding by which a person answers it. */
export function answerWords(finding: Finding): string {
  const dismiss = codeSpan(`/faultline dismiss ${shortIdOf(finding)} REASON`);
  return `No bug? ${dismiss}; why? ${codeSpan(`/faultline explain ${finding.ruleId}`)}`;
}

/** Who speaks, and how it is answered: the last line of a review and of an issue. */
export const programWords =
  '<sub>Faultline is a program: it compares what the code around a change could rely on before and after. ' +
  'People with write access can answer it in a comment: `/faultline dismiss ID REASON` where it is wrong, ' +
  '`/faultline explain RULE`, `/faultline help`.</sub>';
