import { limits } from '../domain/limits.js';
import { rememberTexts } from '../domain/remember.js';
import { foldToOneLine } from './encoded-words.js';

/** What a subject line says about its mail. */
export interface Subject {
  /** As `git mailinfo` gives it: Re: and leading brackets removed, white space folded. */
  readonly title: string;
  /** The words in the leading brackets, in order, PATCH itself left out: `RFC`, `net-next`, `v2`, `3/5`. */
  readonly prefixes: readonly string[];
  /** Undefined where the subject names none. */
  readonly version: number | undefined;
  /** `3` of `3/5` and of `3/n`. */
  readonly number: number | undefined;
  readonly total: number | undefined;
  readonly isReply: boolean;
  /** A leading bracket says PATCH. */
  readonly isPatch: boolean;
  readonly isRfc: boolean;
  readonly isResend: boolean;
  /** `net-next` of `[PATCH net-next v2 3/5]`. */
  readonly treeHint: string | undefined;
}

const replyMark = /^(?:(?:re|fwd?)(?:\[\d+\])?[:\s]|(?:aw|sv|antw|vs|回复|答复|转发|回覆|轉寄)\s*[:：])\s*/i;
const counter = /(?<![\d.])(\d{1,5})\s*(?:\/|\s+of\s+)\s*(\d{1,5}|n)(?![\d.a-z])/i;

/**
 * Reads a decoded subject line. Never fails: what it does not say is undefined or false. A mail is asked for it five times on its way into a
 * series, and has that of its neighbours.
 */
export const parseSubject = rememberTexts(limits.subjectsRemembered, readSubject);

function readSubject(subject: string): Subject {
  const text = foldToOneLine(subject);
  const { brackets, isReply, title } = takeBrackets(text);
  const words = splitWords(brackets.join(' '));
  const numbers = counter.exec(brackets.join(' '));
  const total = Number(numbers?.[2]);
  return {
    title,
    prefixes: words.filter(word => !/^patch$/i.test(word)),
    version: readVersion(words, title),
    number: numbers ? Number(numbers[1]) : undefined,
    total: Number.isNaN(total) ? undefined : total,
    isReply,
    isPatch: brackets.some(bracket => /patch/i.test(bracket)),
    isRfc: words.some(word => /^(?:patch)?rfc(?:v\d+|patch)?$/i.test(word)),
    isResend: words.some(word => /^(?:resend|repost|resent)$/i.test(word)),
    treeHint: readTreeHint(brackets),
  };
}

interface Taken {
  readonly brackets: readonly string[];
  readonly isReply: boolean;
  readonly title: string;
}

/** Takes reply marks and brackets off the front in any order, as git's cleanup_subject does. */
function takeBrackets(text: string): Taken {
  const brackets: string[] = [];
  let rest = text;
  let isReply = false;
  for (;;) {
    const close = rest.startsWith('[') ? rest.indexOf(']') : -1;
    if (close > 0) {
      brackets.push(rest.slice(1, close));
      rest = rest.slice(close + 1);
    } else if (/^[\s:]/.test(rest)) {
      rest = rest.replace(/^[\s:]+/, '');
    } else if (replyMark.test(rest) && !brackets.some(bracket => /patch/i.test(bracket))) {
      isReply = true;
      rest = rest.replace(replyMark, '');
    } else if (/^re:/i.test(rest) && rest.length > 3) {
      rest = rest.slice(3);
    } else {
      return { brackets, isReply, title: rest.trim() };
    }
  }
}

function splitWords(brackets: string): readonly string[] {
  return brackets
    .replace(/(\d+) of (\d+)/gi, '$1\u0000of\u0000$2')
    .split(/[,;\s]+/)
    .map(word => word.replaceAll('\u0000', ' '))
    .filter(word => word !== '');
}

/**
 * `v2` alone, glued to another word (`PATCHv2`, `v2PATCH1/4`, `RFCv3`) or with a minor number (`v2.1`); a kernel release
 * (`v6.15 v2`, `v3.18-rcX`, `for v3.2`) is none where a plain one stands beside it or where it can be nothing else.
 * Without one in the brackets, `(v2)` at the end of the title.
 */
function readVersion(words: readonly string[], title: string): number | undefined {
  const plain = words.findLast(word => /^v\d{1,4}$/i.test(word));
  if (plain !== undefined) return Number(plain.slice(1));
  for (const [index, word] of words.entries()) {
    if (words[index - 1]?.toLowerCase() === 'for') continue;
    const glued = /^(?:rfc|patch(?:set)?)?v(\d{1,4})(?:\.\d{1,3})?(?:(?:rfc|patch)\S*)?$/i.exec(word);
    const version = glued ?? /^(?:rfc|patch(?:set)?)[-_.]?v(\d{1,4})\b/i.exec(word);
    if (version) return Number(version[1]);
  }
  const inTitle = /\(v(\d{1,4})\)$/i.exec(title);
  return inTitle ? Number(inTitle[1]) : undefined;
}

const noTree =
  /^(?:\S*patch\S*|rfc\S*|rft|resend|repost|resent|second|[vV]\d\S*|\d+\/\S+|\d+|of|for|wip|pull|request|\S*[A-Z]\S*)$/;

/** The tree is named in the bracket that says PATCH or in one after it, never in a list's prefix before it. */
function readTreeHint(brackets: readonly string[]): string | undefined {
  const first = brackets.findIndex(bracket => /patch|rfc/i.test(bracket));
  if (first < 0) return undefined;
  const words = brackets.slice(first).flatMap(bracket => bracket.split(/[,;\s]+/));
  const hint = words.find(word => /[a-z0-9]/i.test(word) && !noTree.test(word) && !/^(?:patch|rfc)/i.test(word));
  return hint?.replace(/^-/, '');
}
