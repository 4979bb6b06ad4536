import { isDoubtful, withoutCourtesy } from './sentence.js';

/** What somebody says that he took: the patch that is answered, the whole series, or patches by their numbers. */
export interface Taken {
  readonly scope: 'answered' | 'series' | readonly number[];
  /** A tree or a branch is named by its name, as the tools of maintainers do: that is no idle word, even of the author. */
  readonly namesTree: boolean;
}

const subject =
  /^(?:(?:i|we)(?:['’]ve| have)? (?:now |just |also |already )?|(?:now|all|both|series|patchset|patch series|(?:this|the)(?: whole| entire)? (?:patch(?:es|set| set)?|series|patch series|commit)|it|this|they|these|patch(?:es)? #?\d[\d,&-]*(?: (?:(?:and|&|-) )?#?\d[\d,&-]*)*|#?\d+ ?- ?\d+)(?:['’]s)?,? (?:(?:is|are|was|were|has been|have been|been) )?(?:now |both |all )?)?/i;
const verb = /^(applied|queued(?: up)?|merged|pushed|picked(?: up)?|added|committed|taken|folded)\b/i;

const namedTree =
  /\b(?:for|misc|linux|net|bpf|mm|vfs|drm|rdma|md|block|dev)[-./][\w./-]+|[\w.]+-(?:next|fixes|misc|devel|queue)\b|\.git\b|[\w-]+#[\w-]+/i;
const tree =
  /\b(?:trees?|branch(?:es)?|queues?|next|master|devel|mainline|upstream|repo(?:sitory)?|fixes|merge window|rc\d?)\b|^v?\d+\.\d+/i;
const testing =
  /\btest(?:ing|s|ed)?\b|\bfor-test\b|\blocal(?:ly)?\b|\bmy (?:box|machine|kernel|laptop|setup|system)\b|\bon top of\b/i;

/** Taken, and not any more. */
const undone = /\b(?:removed|dropped|reverted|backed out|fail(?:s|ed)?|broke)\b/i;

/** Directly behind the verb, what was taken or where it went; anything else (`applied patch is missing …`) is talk about the code. */
const bareRest =
  /^(?:\s*(?:up|all|both|it|this|them|these|everything|with (?:thanks|that|this)|(?:this|the|both|all)(?: \w+)? (?:patch(?:es|set)?|series)|series|patch(?:es)? #?\d[\d\s,&-]*|#?\d+ ?- ?\d+|now|as is|manually|by hand|(?:many )?thanks?(?: you)?(?: a lot| again| \p{Lu}\w+)*|cheers|here|too|as well)\b)*\s*(?:[.,!;:()…–-]|$|with\b|but\b|and\b|as\b)/iu;
const placeRest =
  /^(?:\s*(?:up|all|both|it|this|them|these|(?:this|the|both|all)(?: \w+)? (?:patch(?:es|set)?|series)|series|patch(?:es)? #?\d[\d\s,&-]*))?\s*(?:to|into|in|for|onto|on|via|through)\s+(.+)$/i;

/**
 * What a sentence says its writer took; undefined for every other sentence, and wherever it is in doubt: `applied` is a word of
 * every discussion of patches. Own words only, in the order in which they were written.
 */
export function readTaken(sentence: string): Taken | undefined {
  const bare = withoutCourtesy(sentence);
  const who = subject.exec(bare)?.[0] ?? '';
  const said = verb.exec(bare.slice(who.length));
  if (said === null) return undefined;
  const rest = bare.slice(who.length + said[0].length);
  const [clause = ''] = rest.split(/[,;(]|\b(?:but|although|though|however)\b/, 1);
  if (testing.test(bare) || undone.test(rest) || isDoubtful(`${who}${clause}`)) return undefined;
  const place = placeRest.exec(rest)?.[1];
  const namesTree = place !== undefined && namedTree.test(place);
  const isPlaced = namesTree || (place !== undefined && tree.test(place));
  if (!isPlaced && (isPerson(who) || !bareRest.test(rest) || needsPlace.test(said[0]))) return undefined;
  const scope = scopeOf(bare);
  return scope === undefined ? undefined : { scope, namesTree };
}

/** `I applied this and …` is what testers write. */
function isPerson(who: string): boolean {
  return /^(?:i|we)\b/i.test(who);
}

/** Words for much else: only a tree behind them makes them a decision. */
const needsPlace = /^(?:added|committed|taken|folded|picked$)/i;

/** Undefined where only a part was taken and no number says which. */
function scopeOf(sentence: string): Taken['scope'] | undefined {
  const range = /(?:\bpatch(?:es)?\s+#?|^#?|\bapplied\s+#?)(\d{1,3})\s*(?:-|to|\.\.)\s*#?(\d{1,3})\b/i.exec(sentence);
  if (range) return numbersBetween(Number(range[1]), Number(range[2]));
  const list = /\bpatch(?:es)?\s+#?(\d{1,3}(?:(?:,\s*|\s*&\s*|\s+and\s+|,\s+and\s+)#?\d{1,3})*)\b/i.exec(sentence);
  if (list) return [...(list[1] ?? '').matchAll(/\d+/g)].map(match => Number(match[0]));
  // `with some fixups` says nothing about what was taken.
  if (part.test(sentence.replace(/\bwith\b.*/i, ''))) return undefined;
  return whole.test(sentence) ? 'series' : 'answered';
}

const part =
  /\b(?:first|last|second|third|one|two|three|rest|remaining|some|most|half|except|apart|excluding|minus|other)\b/i;
const whole = /\b(?:series|patchset|patch set|patches|all|both|everything|them|they|these)\b/i;

function numbersBetween(first: number, last: number): readonly number[] {
  return last < first ? [] : Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
