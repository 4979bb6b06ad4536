import type { RemarkKind } from '../../domain/remark.js';

const tag = /^[A-Za-z][A-Za-z-]*-by:|^(?:Fixes|Link|Cc|Closes|Nacked|Suggested|Tested|Message-Id|BugLink|Depends-on):/i;
const dots = /^[\s[\]<>(){}|*~.…-]+$/u;
const cutWords =
  /^[[<({*~-]*\s*(?:\.{2,}|…)?\s*(?:(?:a\s)?(?:big|lots of|lots|huge|long|more|the)\s+)?(?:snip\w*|clip\w*|end (?:of )?quote\w*|cut|trim\w*|skip\w*|omitted|deleted?|removed|elided|rest)(?:\s+[^.?!]{0,30})?\s*(?:\.{2,}|…)?\s*[\])>}*~-]*$/iu;
const bracketed = /^[[<({].*[\])>}]$|^[-*~]{2,}.*[-*~]{2,}$/u;

/** Each piece of a courtesy, between commas and stops, is one of these. */
const courtesies: readonly RegExp[] = [
  /^(?:hi|hello|hey|dear|hallo|good (?:morning|evening|afternoon))(?: (?:all|everyone|there|again|guys|folks))*$/i,
  /^(?:and |but |so |great |ok |okay |cool )?(?:many |big )?(?:thanks?|thank you|thx|cheers)(?: (?:you|a lot|a bunch|a ton|again|so much|very much|much|all|everyone|in advance))*(?: for (?!.*\b(?:but|however|although|though|except|please|should|could|would|can|must|needs?|instead|unless|until|if|still|will|not|i|we)\b)(?:the|your|this|these|that|all|looking|reviewing|doing|taking|catching|pointing|fixing|working|sending|testing|explaining|confirming|clarifying|noticing|reporting|reading|spotting|finding|letting|checking)\b[^?]{0,50})?$/i,
  /^(?:with )?(?:my |the )?(?:(?:best|kind|warm|warmest|many) )?(?:regards|wishes|br|greetings|cheers)$|^(?:best|yours|sincerely|ciao)$/i,
  /^(?:otherwise|other than that|apart from that|aside from that|with that(?: (?:fixed|addressed|done))?|anyway|so|but)?,? ?(?:this|it|the rest|everything(?: else)?|all|patch|(?:the|this) (?:patch|change|fix|cleanup))? ?(?:looks?|looking|seems?|is) (?:good|fine|great|ok|okay|nice|correct|sane|reasonable|right)(?: (?:to me|now|overall|here|otherwise))*$/i,
  /^(?:otherwise|other than that|apart from that|aside from that|anyway|ok|okay|sure|nice|great|cool|perfect|applied|done|ack|acked|yep|yes|yeah|right|agreed|lgtm|will do|fixed|good catch|no problem|np)$/i,
  /^(?:this is )?(?:a )?(?:very )?(?:nice|good|great|neat|awesome|nicer)(?: (?:cleanup|improvement|work|job))?$/i,
  /^(?:(?:ah|oh|yes|yeah|yep|ok|okay) )?(?:got it|good (?:point|catch|idea|call|spotting|to know)|(?:that |this |it )?makes sense(?: to me)?|(?:that |this |it )?sounds (?:good|great|fine)(?: to me)?|fair (?:enough|point)|fine (?:by|with) me|(?:i )?(?:fully |completely |totally )?agreed?|understood)$/i,
  /^(?:all |both )?(?:fyi )?(?:i (?:have )?)?(?:now )?(?:applied|queued(?: up)?)(?: (?:it|this|these|them|all|both|(?:the|this|these)(?: \w{3,6})? (?:patch(?:es)?|series)))?(?: (?:to|for|in|into|on) (?:next|master|my tree|\w*[-/#][\w/#-]{1,40}))?(?: now)?$/i,
  /^(?:just )?(?:an? )?(?:gentle |kindly |kind |friendly |polite )?(?:ping|reminder)$/i,
];
const name = /^\p{Lu}\p{Ll}[\p{L}.'-]*(?: \p{Lu}\p{Ll}[\p{L}.'-]*){0,2}$/u;

/** What leads to the tag that its writer gives. */
const leadIn =
  /^(?:(?:so|and|anyway) )?(?:please |please feel free to |feel free to |you can |you may )(?:also )?add(?: (?:my|the|this|these|the following))?(?: tags?)?$|^(?:fwiw|thus|hence|for (?:the )?[\w/.-]{1,40} (?:parts?|bits?|pieces?|portion|side|changes?))$/i;
/** A tag that people give, and do not ask for as they do for `Fixes:` or `Cc: stable`. */
const givenTag = /^(?:[A-Za-z-]*(?:reviewed|acked|tested)-by):/i;

/** What `b4 ty` lists below a maintainer's thanks: each patch, and on the next line the commit that it became. */
const takenPatch = /^\[\d{1,4}\/\d{1,4}\] \S/;
const takenCommit = /^(?:commit: [0-9a-f]{7,64}|\(no commit info\)|https?:\/\/\S+[/=][0-9a-f]{7,64})$/;

/** A longer line says something, and is too long for the patterns below. */
const lineCharsMax = 160;

/** A name under a tag or a thanks is at most this many words, and ends no sentence. */
const nameWordsMax = 3;

/**
 * What a block of own text is. A block with one line that says something about the code is a remark, whatever else stands in
 * it; a name below tags or thanks is part of them, and the writer's own says nothing. When in doubt it is a remark: better one too
 * many than one lost.
 */
export function remarkKindOf(comment: string, writer: string): RemarkKind {
  const lines = comment
    .split('\n')
    .map(line => line.replace(/\s+/g, ' ').trim())
    .filter(line => line !== '');
  let hasTag = false;
  let hasCourtesy = false;
  let hasLeadIn = false;
  for (const [index, line] of lines.entries()) {
    if (hasCourtesy && isTakenPatch(lines, index)) continue;
    if (isTag(line)) hasTag = true;
    else if (line.length > lineCharsMax) return 'remark';
    else if (isCourtesy(line, writer) || isWritersName(line, writer)) hasCourtesy = true;
    else if (isLeadIn(line)) hasLeadIn = true;
    else if (isElision(line) || ((hasTag || hasCourtesy) && isName(line))) continue;
    else return 'remark';
  }
  if (hasLeadIn) return lines.some(isTag) && lines.filter(isTag).every(isGivenTag) ? 'trailer' : 'remark';
  if (hasTag) return 'trailer';
  return hasCourtesy ? 'courtesy' : 'elision';
}

function isTakenPatch(lines: readonly string[], index: number): boolean {
  const at = takenCommit.test(lines[index] ?? '') ? index - 1 : index;
  return takenPatch.test(lines[at] ?? '') && takenCommit.test(lines[at + 1] ?? '');
}

function isTag(line: string): boolean {
  return tag.test(line);
}

function isElision(line: string): boolean {
  return dots.test(line) || (cutWords.test(line) && (bracketed.test(line) || line.split(' ').length <= 2));
}

function isGivenTag(line: string): boolean {
  return givenTag.test(line);
}

function isCourtesy(line: string, writer: string): boolean {
  const pieces = cutPieces(line);
  const isFine = (piece: string, index: number): boolean =>
    isCourteous(piece, index) || (index > 0 && isWritersName(piece, writer));
  return pieces.length > 0 && pieces.every(isFine);
}

/** The last piece leads to the tag: what follows `Please add:` on its line is what is asked for. */
function isLeadIn(line: string): boolean {
  const pieces = cutPieces(line);
  return leadIn.test(pieces.at(-1) ?? '') && pieces.slice(0, -1).every(isCourteous);
}

function cutPieces(line: string): readonly string[] {
  return line
    .split(/[,.!:;)(]+/)
    .map(piece => piece.replace(/^[ -]+|[ -]+$/g, ''))
    .filter(piece => piece !== '');
}

function isCourteous(piece: string, index: number): boolean {
  return courtesies.some(pattern => pattern.test(piece)) || (index > 0 && name.test(piece)) || greetsByName(piece);
}

/** `Hi Nell`, `Thanks Nell`: the words before the name are a courtesy. */
function greetsByName(piece: string): boolean {
  const [first = '', ...rest] = piece.split(' ');
  return rest.length > 0 && name.test(rest.join(' ')) && courtesies.some(pattern => pattern.test(first));
}

function isWritersName(line: string, writer: string): boolean {
  const names = writer.toLowerCase().split(/[\s,]+/);
  const words = line
    .toLowerCase()
    .split(/[\s,.-]+/)
    .filter(word => word !== '');
  return words.length > 0 && words.every(word => names.includes(word));
}

function isName(line: string): boolean {
  const words = line.split(' ');
  if (words.length > nameWordsMax || /[?!;={}]|\.$/.test(line)) return false;
  return words.length === 1 || words.every(word => /^[-~]*\p{Lu}|^[-~]+$/u.test(word));
}
