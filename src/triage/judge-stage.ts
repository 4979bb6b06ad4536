import type { Series } from '../domain/series.js';
import type { PatchTriage, StageVerdict } from '../domain/triage.js';
import type { FamilyIndex } from './family.js';
import { postIdsOf } from './family.js';
import type { Landing, Landings } from './landings.js';
import { type ChangeRequest, findOpenRequests } from './requests.js';
import { isReview } from './tags.js';

/** A verdict, and when it came to be so, for comparing. */
interface Dated {
  readonly verdict: StageVerdict;
  readonly at: number;
}

/**
 * The stage of a series, before anybody asks how long ago that was. Of what is found, the first in this table that stands:
 *
 * | found                                                   | gives              | unless |
 * |---------------------------------------------------------|--------------------|--------|
 * | every patch has a commit in the mirror                  | applied            | |
 * | a later version                                         | superseded         | every patch was said to be taken after it was posted |
 * | every patch was said to be taken, or has a commit       | applied            | refused, withdrawn or another version announced after that |
 * | a refusal, withdrawal, request for another version, or its announcement | changes requested | settled: by a tag of who asked, or by "no need to resend" |
 * | tags of others on every patch                           | reviewed           | |
 * | words of somebody else                                  | under review       | |
 * | nothing                                                 | new                | |
 *
 * A commit is a fact, words are not: it goes before everything. A tag does not take back what the author announced.
 */
export function judgeStage(
  index: FamilyIndex,
  series: Series,
  patches: readonly PatchTriage[],
  landings: Landings,
): StageVerdict {
  const taken = findTaken(series, landings);
  if (taken !== undefined && isByCommits(landings)) return taken.verdict;
  const replaced = findSuccessor(index, series);
  if (replaced !== undefined && (taken === undefined || taken.at <= replaced.at)) return replaced.verdict;
  const requests = findOpenRequests(index, series);
  if (taken !== undefined) {
    const undone = requests.find(({ kind, at }) => at > taken.at && kind !== 'asked' && kind !== 'agreed');
    return undone === undefined ? taken.verdict : toVerdict('changes-requested', undone);
  }
  const [request] = requests;
  if (request !== undefined) return toVerdict('changes-requested', request);
  return findReviewed(index, series, patches) ?? findUnderReview(index, series) ?? makeNew(index, series);
}

function findTaken(series: Series, landings: Landings): Dated | undefined {
  // A cover letter that counts none of its patches has none that was taken.
  const [first, ...others] = landings.values();
  if (first === undefined || landings.size < series.total) return undefined;
  const last = others.reduce((latest, each) => (each.at > latest.at ? each : latest), first);
  return { verdict: toVerdict('applied', last), at: last.at };
}

function isByCommits(landings: Landings): boolean {
  return [...landings.values()].every(({ source }) => source.kind === 'commit');
}

function toVerdict(stage: StageVerdict['stage'], { source, since, reason }: Landing | ChangeRequest): StageVerdict {
  return { stage, reason, since, source };
}

function findSuccessor(index: FamilyIndex, series: Series): Dated | undefined {
  const next = index.successorOf(series);
  if (next === undefined) return undefined;
  const reason = `by v${next.version}${next.isResend ? ' (resent)' : ''}, ${next.title}`;
  const source = { kind: 'series', seriesId: next.id } as const;
  return { verdict: { stage: 'superseded', reason, since: index.postedAt(next), source }, at: index.startOf(next) };
}

/** Since the tag that covered the last patch. */
function findReviewed(index: FamilyIndex, series: Series, patches: readonly PatchTriage[]): StageVerdict | undefined {
  if (series.missing.length > 0 || patches.length === 0) return undefined;
  let last: { readonly messageId: string; readonly at: number } | undefined;
  const reviewers = new Set<string>();
  for (const { number, messageId, tags } of patches) {
    const patch = series.patches.find(each => each.number === number);
    const reviews = patch === undefined ? [] : tags.filter(tag => isReview(tag, patch));
    if (reviews.length === 0) return undefined;
    for (const { person } of reviews) reviewers.add(person?.name || person?.email || '');
    const posted = index.timeOf(messageId) ?? index.startOf(series);
    const first = reviews
      .map(tag => ({
        messageId: tag.isOwn ? messageId : tag.fromMessageId,
        at: tag.isOwn ? posted : (index.timeOf(tag.fromMessageId) ?? posted),
      }))
      .reduce((earliest, each) => (each.at < earliest.at ? each : earliest));
    if (last === undefined || first.at > last.at) last = first;
  }
  if (last === undefined) return undefined;
  const reason = `tags of ${listNames([...reviewers])} cover ${patches.length === 1 ? 'the patch' : 'every patch'}`;
  const source = { kind: 'mail', messageId: last.messageId } as const;
  return { stage: 'reviewed', reason, since: index.timeOf(last.messageId), source };
}

function findUnderReview(index: FamilyIndex, series: Series): StageVerdict | undefined {
  const others = index.answersTo(series).filter(answer => !answer.isBot && !answer.isByAuthor);
  const [first] = others;
  if (first === undefined) return undefined;
  const names = [...new Set(others.map(({ message }) => index.nameOf(message)))];
  const source = { kind: 'mail', messageId: first.message.id } as const;
  return { stage: 'under-review', reason: `${listNames(names)} replied`, since: first.since, source };
}

function makeNew(index: FamilyIndex, series: Series): StageVerdict {
  const bots = index.answersTo(series).filter(answer => answer.isBot).length;
  const reason = bots === 0 ? 'nobody has replied' : 'only programs have replied';
  const source = { kind: 'mail', messageId: postIdsOf(series)[0] ?? series.id } as const;
  return { stage: 'new', reason, since: index.postedAt(series), source };
}

/** More names than this are counted. */
const namesMax = 3;

function listNames(names: readonly string[]): string {
  if (names.length > namesMax)
    return `${names.slice(0, namesMax - 1).join(', ')} and ${names.length - namesMax + 1} others`;
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
