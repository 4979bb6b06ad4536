import type { RemarkKind } from '../domain/remark.js';

const tag = /^[A-Za-z][A-Za-z-]*-by:|^(?:Fixes|Link|Cc|Closes|Nacked|Suggested|Tested|Message-Id|BugLink|Depends-on):/i;
const dots = /^[\s[\]<>(){}|*~-]*(?:\.{2,}|…)[\s[\]<>(){}|*~.…-]*$/u;
const cutWords =
  /^[[<({*~-]*\s*(?:\.{2,}|…)?\s*(?:(?:a\s)?(?:big|lots of|lots|huge|long|more|the)\s+)?(?:snip\w*|cut|trim\w*|skip\w*|omitted|deleted?|removed|elided|rest)(?:\s+[^.?!]{0,30})?\s*(?:\.{2,}|…)?\s*[\])>}*~-]*$/iu;
const bracketed = /^[[<({].*[\])>}]$|^[-*~]{2,}.*[-*~]{2,}$/u;

const greeting =
  /^(?:hi|hello|hey|dear|good (?:morning|evening|afternoon)|hallo)\b(?:[ ,]+(?:all|everyone|there|again|guys|folks|\p{Lu}[\p{L}.'-]*)){0,4}\s*[,!.:-]*$/iu;
const thanks =
  /^(?:many |big |ok,? |okay,? |great,? |and )?(?:thanks?|thank you|thx|cheers)\b(?:,? (?:you|a lot|a bunch|again|so much|very much|much|all|everyone|in advance|for (?:the|your|this|these|looking|reviewing|doing|taking|catching|pointing|fixing|working|sending)\b[^.?!]{0,50}|\p{Lu}[\p{L}.'-]*))*\s*[,!.:)-]*$/iu;
const farewell =
  /^(?:with )?(?:best|kind|warm(?:est)?|many)?\s*(?:regards|wishes|br|greetings|cheers|brs?)\s*[,!.-]*$|^(?:best|yours|sincerely|ciao)\s*[,!.]*$/iu;
const approval =
  /^(?:(?:otherwise|other than that|apart from that|aside from that|with that(?: (?:fixed|addressed|done))?|anyway|ok|okay|yes|so)?[,: ]*)?(?:this |it |the rest |everything (?:else )?|all |patch |the patch |the change )?(?:looks?|looking|seems?|lgtm)\b(?: (?:good|fine|great|ok|okay|nice|correct|sane|reasonable|right|like a good \w+))?(?: (?:to me|now|overall|here|otherwise))*\s*[,!.:;)-]*$/iu;
const politeWords =
  /^(?:ok|okay|sure|nice|great|cool|perfect|applied|done|ack|acked|yep|yes|yeah|right|agreed|lgtm|will do|fixed|good catch|no problem|np)[\s,!.:;)-]*$/iu;

/** A longer line says something, and is too long for the patterns below. */
const lineCharsMax = 160;

/** A name under a tag or a thanks is at most this many words, and ends no sentence. */
const nameWordsMax = 3;

/**
 * What a block of own text is. A block with one line that says something about the code is a remark, whatever else stands in
 * it; a name below tags or thanks is part of them. When in doubt it is a remark: better one too many than one lost.
 */
export function remarkKindOf(comment: string): RemarkKind {
  const lines = comment
    .split('\n')
    .map(line => line.replace(/\s+/g, ' ').trim())
    .filter(line => line !== '');
  let hasTag = false;
  let hasCourtesy = false;
  for (const line of lines) {
    if (isTag(line)) hasTag = true;
    else if (line.length > lineCharsMax) return 'remark';
    else if (isCourtesy(line)) hasCourtesy = true;
    else if (isElision(line) || ((hasTag || hasCourtesy) && isName(line))) continue;
    else return 'remark';
  }
  if (hasTag) return 'trailer';
  return hasCourtesy ? 'courtesy' : 'elision';
}

function isTag(line: string): boolean {
  return tag.test(line);
}

function isElision(line: string): boolean {
  return dots.test(line) || (cutWords.test(line) && (bracketed.test(line) || line.split(' ').length <= 2));
}

function isCourtesy(line: string): boolean {
  return [greeting, thanks, farewell, approval, politeWords].some(pattern => pattern.test(line));
}

function isName(line: string): boolean {
  return line.split(' ').length <= nameWordsMax && !/[?!;={}]|\.$/.test(line);
}
