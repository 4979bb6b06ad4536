import type { Trailer } from '../domain/patch.js';

/** A trailer as it stands in a text. */
export interface FoundTrailer extends Trailer {
  /** What was added to it: `[for the scheduler part]` on the next line, or `# comment` behind it. */
  readonly remark: string | undefined;
}

/** The trailer as git would record it: with a `# comment` that stands on its line. */
export function toTrailer({ token, value, remark }: FoundTrailer): Trailer {
  return { token, value: remark?.startsWith('#') ? `${value} ${remark}` : value };
}

const trailerLine = /^[ \t]*([A-Za-z][\w-]{1,39}):[ \t]+(\S.{0,999}?)[ \t]*$/;
const personToken = /^(?:.+-by|cc|original-author|from|thanks(?:-to)?)$/i;
const linkToken = /^(?:link|closes|buglink|bug|references|lore|patchwork|message-id)$/i;
const address = /[^\s<>@]+@[^\s<>@]+/;

/**
 * The trailers of a commit message: of every run of trailer lines, because kernel people separate them by blank lines
 * and by remarks in brackets. A wrapped value is joined. In-body header names (From:, Subject:, Date:) are none.
 */
export function findTrailers(text: string): readonly FoundTrailer[] {
  return collect(cutSignature(text)).filter(({ token, value }) => isKnown(token, value) || isGitStyle(token));
}

/**
 * The trailers that a reply gives: unquoted lines only, and only those that a maintainer's tool would take over:
 * somebody's `…-by:` with an address and `Fixes:` with an id. A `Cc:` stands in quoted heads and a `Link:` in notes
 * of thanks: neither says anything about the patch.
 */
export function findReplyTrailers(body: string): readonly FoundTrailer[] {
  return collect(cutSignature(body)).filter(
    ({ token, value }) => /^(?:.+-by|fixes)$/i.test(token) && isKnown(token, value),
  );
}

/** Everything below the mark of an e-mail signature is none of the message. */
function cutSignature(text: string): string {
  const signature = text.includes('-- ') ? text.search(/^-- $/m) : -1;
  return signature < 0 ? text : text.slice(0, signature);
}

function isKnown(token: string, value: string): boolean {
  if (/^(?:from|subject|date)$/i.test(token)) return false;
  if (/^fixes$/i.test(token)) return /^[0-9a-f]{6,40}\b/i.test(value);
  if (linkToken.test(token)) return /^(?:https?:\/\/|<?[^\s@<>]+@[^\s@<>]+>?)/.test(value);
  return personToken.test(token) && address.test(value);
}

/** `Change-Id:`, `Acked-By:`: words joined by dashes, which running text hardly writes before a colon. */
function isGitStyle(token: string): boolean {
  return /^[A-Z][a-z]+(?:-[A-Za-z]+)+$/.test(token);
}

function collect(text: string): readonly FoundTrailer[] {
  const found: { token: string; value: string; remark: string | undefined }[] = [];
  let last: { token: string; value: string; remark: string | undefined } | undefined;
  for (const line of text.split('\n')) {
    const match = line.length > 1_200 || !line.includes(':') ? null : trailerLine.exec(line);
    if (match) {
      const { value, remark } = splitRemark((match[2] ?? '').replace(doubled, '<$1>'));
      last = { token: match[1] ?? '', value, remark };
      found.push(last);
      continue;
    }
    if (last !== undefined) continueTrailer(last, line);
    last = undefined;
  }
  return found;
}

/** `Signed-off-by: Long Name` / `<a@b>`, `Fixes: 1234 ("a` / `title")`, and a remark in brackets on its own line. */
function continueTrailer(trailer: { value: string; remark: string | undefined }, line: string): void {
  const text = line.trim();
  if (/^\[[^\]]*\]$/.test(text)) trailer.remark = text;
  else if (/^<[^<>]+@[^<>]+>$/.test(text) && !address.test(trailer.value)) trailer.value += ` ${text}`;
  else if (/^[0-9a-f]+ \([^)]*$/.test(trailer.value) && text.endsWith(')')) trailer.value += ` ${text}`;
}

/** What HTML mailers make of an address: `<a@b<mailto:a@b>>`. */
const doubled = /<([^<>\s]+@[^<>\s]+)<mailto:[^<>]*>>/i;

function splitRemark(value: string): { value: string; remark: string | undefined } {
  const match = /^(.*?)[ \t]{1,50}(#.*|\[[^\]]*\])$/.exec(value);
  return match ? { value: (match[1] ?? '').trim(), remark: match[2] } : { value, remark: undefined };
}
