import type { Finding, ProofStep } from '../domain/finding.js';
import type { Message } from '../domain/message.js';
import type { Patch } from '../domain/patch.js';
import type { Remedy } from '../domain/remedy.js';
import { fileAt } from './code-frame.js';
import { type RenderContext, withAdvice } from './context.js';
import { safeCode, safeCodeWithTabs, safeLine } from './escape.js';
import { cutTo, wrap } from './layout.js';
import { placeIn, type QuoteCursor, quoteFor } from './mail-quote.js';
import { remedyParts, remedyWords } from './remedy.js';
import { lineWords, placeWords, standingWords } from './words.js';

/** The width of prose in kernel mail: it survives being quoted a few times. */
const columns = 72;
const nameColumnsMax = 50;
/** Code is not broken; a longer line than any in the kernel's style is cut. */
const codeColumnsMax = 144;
/** A diff is to be read as it is; only what no mail can carry is cut. */
const diffColumnsMax = 200;

/**
 * The text of an answer to a patch: who wrote what is quoted, then for each finding, in the order of the patch, just
 * enough of the hunk and the comment below it, then a signature.
 */
export function renderReplyBody(
  patch: Patch,
  findings: readonly Finding[],
  message: Message | undefined,
  context: RenderContext,
): string {
  const lines = [...attribution(patch, message)];
  let cursor: QuoteCursor = { index: 0 };
  for (const { finding, advice } of withAdvice(context, inOrderOfPatch(patch, findings))) {
    const quote = quoteFor(finding, patch.files, cursor);
    cursor = quote.cursor;
    const where = quote.lines.length > 0 ? [] : ['', `${safeLine(placeWords(finding.location))}:`];
    lines.push(...quote.lines, ...where, '', ...comment(finding, advice), '');
  }
  return [...lines, ...signature(), ''].join('\n');
}

function inOrderOfPatch(patch: Patch, findings: readonly Finding[]): readonly Finding[] {
  const lineOf = ({ location }: Finding) => {
    const place = placeIn(fileAt(patch.files, location.path), location);
    return place?.hunk.lines[place.index]?.mailLine ?? Number.MAX_SAFE_INTEGER;
  };
  return findings
    .map(finding => ({ finding, line: lineOf(finding) }))
    .sort((one, other) => one.line - other.line)
    .map(({ finding }) => finding);
}

function attribution(patch: Patch, message: Message | undefined): readonly string[] {
  const { name, email } = message?.from ?? patch.author;
  const who = cutTo(safeLine(name) || safeLine(email) || 'The author', nameColumnsMax);
  const date = message?.sentAt === undefined ? undefined : new Date(message.sentAt);
  if (date === undefined || Number.isNaN(date.getTime())) {
    return [`${who} wrote:`];
  }
  return [`On ${date.toUTCString().replace('GMT', '+0000')}, ${who} wrote:`];
}

function comment(finding: Finding, advice: string | undefined): readonly string[] {
  const standing = `${finding.severity}, ${standingWords(finding)}`;
  return [
    ...wrap(safeLine(finding.what), columns),
    '',
    ...finding.proof.flatMap(step => proofLines(step, finding.location.path)),
    ...(finding.proof.length === 0 ? [] : ['']),
    ...(advice === undefined ? [] : [...wrap(safeLine(advice), columns), '']),
    ...(finding.remedy === undefined ? [] : [...remedyPart(finding.remedy), '']),
    ...wrap(`[${finding.ruleId}: ${standing}]`, columns),
  ];
}

/** `line 12 before the patch: page faults were off from here`, and the line itself below. */
function proofLines({ location, words }: ProofStep, path: string): readonly string[] {
  const claim = safeLine(`${lineWords(location, path)}: ${words}`);
  const code = cutTo(safeCode(location.text).trimStart(), codeColumnsMax);
  return [...wrap(claim, columns - 2).map(line => `  ${line}`), `    ${code}`];
}

/** Its lines stand further in, so that no program takes the mail for a patch. */
function remedyPart(remedy: Remedy): readonly string[] {
  const signs = { context: ' ', removed: '-', added: '+' } as const;
  const parts = remedyParts(remedy).map(part =>
    part.map(({ kind, text }) => cutTo(`    ${signs[kind]}${safeCodeWithTabs(text)}`, diffColumnsMax).trimEnd()),
  );
  const lines = parts.flatMap((part, index) => (index === 0 ? part : ['    [...]', ...part]));
  return [...wrap(safeLine(remedyWords(remedy)), columns), '', ...lines];
}

function signature(): readonly string[] {
  const words =
    'Faultline, a program that compares what the code around a change could rely on before and after. ' +
    'How sure it is stands below each comment. Where it is wrong, a reply to the list with the reason is welcome.';
  return ['-- ', ...wrap(words, columns)];
}
