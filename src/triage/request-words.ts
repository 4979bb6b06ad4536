import { isDoubtful, withoutCourtesy } from './sentence.js';

const nakAtStart =
  /^(?:(?:that['’]?s|this is|it['’]?s|so|then|still) )?(?:a |an )?(?:(?:strong|big|clear|hard|full|firm|another|definite) )?(?:self-?)?(?:NAK|NACK|Nak|Nack)(?:ed)?(?:\s*[.!,:;(–-]|\s+(?:from|for|on|to|this|that|because|as|since|until|unless|again)\b|$)/;
const nakAtEnd = /[:,–-]\s*(?:NAK|NACK)[.!]*$/;
const nakTrailer = /^Na(?:c)?k(?:ed)?(?:-by)?:\s*\S[^<>]*<?\S+@\S+/i;

/** A refusal: `NAK, this races with …`, `Nacked-by: A <a@b>`. Not the NAK of a bus, nor one that is only thought of. */
export function isNak(sentence: string): boolean {
  if (nakTrailer.test(sentence)) return true;
  const bare = withoutCourtesy(sentence);
  return nakAtStart.test(bare) || (nakAtEnd.test(bare) && !/\?|\b(?:not|never|would|almost)\b|n['’]t\b/i.test(bare));
}

const anotherVersion =
  /\b(?:next|new|newer|another|updated|revised|fixed) (?:version|revision|iteration|respin|re-spin|spin|round|posting)\b|\b(?:updated|revised) (?:series|patch ?set)\b|\bre-?spin\b/i;
const numbered = /(?<![\w.-])v ?([1-9]\d{0,2})\b(?!\.\d)/gi;
const intent =
  /\b(?:(?:i|we)(?:['’]ll| will| plan to| intend to)|(?:i['’]m|i am|we['’]re|we are) (?:going to|preparing|about to)|(?:and|,) will (?:send|post|submit|fix|use|do|add|repost|resend)|let me)\b/i;
const intentAtStart =
  /^(?:will|let me|going to|to be|(?:it |this |that )?will be|fixed|done|changed|added|removed|dropped|renamed|updated|corrected|addressed|(?:in|for) (?:the )?(?:next|v ?\d).{0,80}\bwill be)\b/i;

/**
 * The author's announcement of another version: `I'll send a v3`, `will fix in the next version`. Not an offer, not what others
 * are to do, not the version that stands above (`version` is that of the series that is spoken about).
 */
export function announcesVersion(sentence: string, version: number): boolean {
  const bare = withoutCourtesy(sentence);
  if (isDoubtful(bare) || !namesLaterVersion(bare, version)) return false;
  return intentAtStart.test(bare) || intent.test(bare);
}

function namesLaterVersion(sentence: string, version: number): boolean {
  if (anotherVersion.test(sentence)) return true;
  const numbers = [...sentence.matchAll(numbered)].map(match => Number(match[1]));
  return numbers.includes(version + 1);
}

const willFix =
  /^(?:(?:i['’]?ll|i will|we['’]?ll|we will|will) (?:fix|correct|address|change|rework|update|drop|remove|rename) (?:it|this|that|them|these|those|both|all|the above|up)?|will (?:fix|change|correct|update))(?:,? (?:too|as well|up|all|now|soon|accordingly|right away))*\s*(?:[,.!;]|$)/i;
const elsewhere =
  /\b(?:follow-?up|separate|later|another patch|incremental|on top|in my tree|locally|while applying|when applying|on commit)\b/i;

/** `Will fix, thanks.`: the author agrees to change what he was told of, and names no other way than a new version. */
export function agreesToChange(sentence: string): boolean {
  const bare = withoutCourtesy(sentence);
  return willFix.test(bare) && !elsewhere.test(bare) && !isDoubtful(bare);
}

const pleaseDrop =
  /^(?:please |pls |kindly )(?:just )?(?:ignore|drop|disregard|discard|skip|forget(?: about)?|don['’]?t (?:apply|merge|take)|do not (?:apply|merge|take)) /i;
/** What is to be dropped: the patch. A hunk, a tag or a line is a remark on the code. */
const wholePatch =
  /^(?:(?:this|that|the|my|these|it|them|all)(?: (?!hunk|line|tag|part|check|change|comment|function)\w+)? (?:patch(?:es|set)?|series|version|commit|one|mail|posting|v\d+)\b|(?:this|it|them|these)(?: (?:again|for now|now))?(?:\s*[.,!;:()–-]|$|\s+(?:as|because|since|i|until|due|and|for)\b))/i;
const withdrawal =
  /^(?:scratch (?:this|that) (?:patch|series)|i(?:['’]m| am)? (?:withdraw(?:ing)?|retract(?:ing)?) (?:this|the|my) (?:patch|series))/i;

/** `Please drop this patch`, `please ignore this series`: by its author, or by somebody else. */
export function asksToDrop(sentence: string): boolean {
  const bare = withoutCourtesy(sentence);
  const asked = pleaseDrop.exec(bare)?.[0];
  return asked === undefined ? withdrawal.test(bare) : wholePatch.test(bare.slice(asked.length));
}

const askForVersion =
  /^(?:so |then |and |but )?(?:(?:please|pls)|(?:can|could|would|will) you(?: please)?|you (?:need|have) to|mind)\b.{0,60}?\b(?:re-?send|re-?post|re-?spin|re-?roll|re-?submit|(?:send|post|submit|prepare|spin)(?:ing)? (?:a |an |the |out |up )*(?:v ?\d+|(?:new|next|updated|fixed) (?:version|revision|series|patch(?:es)?)))\b/i;

/** A reviewer's `please resend`, `could you post a new version`. */
export function asksForVersion(sentence: string): boolean {
  const bare = withoutCourtesy(sentence);
  return askForVersion.test(bare) && !/\b(?:not|no need|if|unless|whether|feel free)\b|n['’]t\b/i.test(bare);
}

const excuse =
  /\b(?:no need|not (?:necessary|needed|required)|don['’]?t (?:need|have|bother)|do not (?:need|have|bother)|needn['’]?t|unnecessary)\b.{0,20}\b(?:re-?send|re-?post|re-?spin|re-?roll|re-?submit|(?:send|post)(?:ing)? (?:a |an |one |another )*(?:v ?\d+|new|another|more))/i;

/** `No need to resend, I'll fix it up while applying`: a maintainer takes back what was asked for. */
export function excusesFromVersion(sentence: string): boolean {
  return excuse.test(sentence) && !sentence.includes('?');
}

const dropped =
  /^(?:(?:i(?:['’]ve|['’]m| have| am)?|we(?:['’]ve| have)?|now|this (?:patch|series) (?:is|was|has been)|it['’]?s) )*(?:now |just |also )?(?:dropped|dropping|reverted|reverting|backed out|removed|kicked out)\b.{0,40}?(?:\b(?:it|this|that|them|the (?:patch|patches|series)|from (?:my|the|for-|mm|linux)\S*)\b|[.,;!]|$)/i;

/** `I've dropped this patch from my tree`: what was taken is not any more. */
export function dropsTaken(sentence: string): boolean {
  const bare = withoutCourtesy(sentence);
  return dropped.test(bare) && !isDoubtful(bare);
}
