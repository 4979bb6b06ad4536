import type { Mailbox, Message } from '../domain/message.js';
import type { Trailer } from '../domain/patch.js';
import { findDiffStart, isPatchBreak } from './find-diff.js';
import { type InBodyHeaders, readInBodyHeaders } from './in-body-headers.js';
import { findStatements, type Statements } from './patch-statements.js';
import { isScissors } from './scissors.js';
import { parseSubject } from './subject.js';
import { findTrailers, toTrailer } from './trailers.js';

/** A message read as a patch: its text taken apart, its diff not yet read. */
export interface PatchText extends Statements {
  readonly title: string;
  readonly author: Mailbox;
  /** LF, without trailing blank lines. */
  readonly commitMessage: string;
  readonly trailers: readonly Trailer[];
  /** What stands between `---` and the diff. */
  readonly notes: string;
  /** From the diff's first line to the end of its text; empty where the message holds none. */
  readonly diff: string;
  /** 1-based line of the body, or of the attachment, where the diff begins; 0 where there is none. */
  readonly diffLine: number;
}

/**
 * Takes a message apart as `git mailinfo --scissors` does, and finds its diff in the body or in an attachment.
 * In-body headers count only where a patch follows: elsewhere they are a quotation.
 */
export function parsePatchText(message: Message): PatchText {
  const lines = message.body.split('\n');
  const { headers, start, end } = findCommitMessage(lines);
  const commitMessage = lines.slice(start, end).join('\n').trim();
  const diff = findDiff(message, lines, end);
  const isPatch = end < lines.length || diff.line > 0;
  return {
    title: parseSubject((isPatch ? headers.subject : undefined) ?? message.subject).title,
    author: (isPatch ? headers.author : undefined) ?? message.from,
    commitMessage,
    trailers: findTrailers(commitMessage).map(toTrailer),
    notes: findNotes(lines, end, diff.bodyIndex),
    diff: diff.text,
    diffLine: diff.line,
    ...findStatements(message.body),
  };
}

interface CommitMessage {
  readonly headers: InBodyHeaders;
  /** Indices into the body's lines. */
  readonly start: number;
  readonly end: number;
}

function findCommitMessage(lines: readonly string[]): CommitMessage {
  let headers = readInBodyHeaders(lines, 0);
  for (let index = headers.nextIndex; index < lines.length; index++) {
    const line = lines[index] ?? '';
    if (isPatchBreak(line)) return { headers, start: headers.nextIndex, end: index };
    if (isScissors(line)) {
      // What stood above belongs to the conversation; the patch's own headers may follow.
      headers = readInBodyHeaders(lines, index + 1);
      index = headers.nextIndex - 1;
    }
  }
  return { headers, start: headers.nextIndex, end: lines.length };
}

interface FoundDiff {
  readonly text: string;
  readonly line: number;
  /** Index into the body's lines; undefined where the diff is not in the body. */
  readonly bodyIndex: number | undefined;
}

function findDiff(message: Message, lines: readonly string[], from: number): FoundDiff {
  const inBody = findDiffStart(lines, from);
  if (inBody !== undefined) return { text: cutFrom(message.body, lines, inBody), line: inBody + 1, bodyIndex: inBody };
  for (const attachment of message.attachments) {
    const attached = attachment.text.split('\n');
    const start = findDiffStart(attached, 0);
    if (start === undefined) continue;
    return { text: cutFrom(attachment.text, attached, start), line: start + 1, bodyIndex: undefined };
  }
  return { text: '', line: 0, bodyIndex: undefined };
}

/** What stands in a text from one of its lines on. */
function cutFrom(text: string, lines: readonly string[], index: number): string {
  return text.slice(lines.slice(0, index).reduce((offset, line) => offset + line.length + 1, 0));
}

function findNotes(lines: readonly string[], end: number, diffIndex: number | undefined): string {
  if (!/^---\s*$/.test(lines[end] ?? '')) return '';
  return lines
    .slice(end + 1, diffIndex)
    .join('\n')
    .trim();
}
