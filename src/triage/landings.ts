import type { MirrorCommit } from '../domain/commit.js';
import type { Patch } from '../domain/patch.js';
import type { Series } from '../domain/series.js';
import type { StageSource } from '../domain/triage.js';
import type { FamilyIndex, LooseNotice, SeriesAnswer } from './family.js';
import { isNamed, type Notice, readNotice } from './notices.js';
import { readOwnWords } from './own-words.js';
import { dropsTaken } from './request-words.js';
import { readTaken, type Taken } from './taken-words.js';

/** That one patch was taken, and who or what says so. */
export interface Landing {
  readonly source: StageSource;
  readonly at: number;
  readonly since: number | undefined;
  readonly reason: string;
}

/** By the number of the patch. A commit goes before words; of several mails the last counts, also where it says that the patch was dropped. */
export type Landings = ReadonlyMap<number, Landing>;

/** What was taken of a series. */
export function findLandings(index: FamilyIndex, series: Series): Landings {
  const landings = new Map<number, Landing>();
  for (const patch of series.patches) applyOwnNotice(landings, index, patch);
  for (const answer of index.answersTo(series)) applyWords(landings, index, series, answer);
  for (const notice of index.looseNotices) applyLooseNotice(landings, index, series, notice);
  for (const patch of series.patches) {
    const commit = index.family.commits.find(each => isCommitOf(index, series, patch, each));
    if (commit !== undefined) landings.set(patch.number, landingOf(commit));
  }
  return landings;
}

/** The mail of a program that shows a commit, of whose patch nothing else is at hand. */
function applyOwnNotice(landings: Map<number, Landing>, index: FamilyIndex, patch: Patch): void {
  const message = index.messageOf(patch.messageId);
  const notice = message && readNotice(message);
  if (message === undefined || notice === undefined) return;
  const since = index.momentOf(message);
  const source = { kind: 'mail', messageId: message.id } as const;
  const reason = `${index.nameOf(message)}: "${notice.words}"`;
  change(landings, [patch.number], notice, { source, at: since ?? 0, since, reason });
}

function landingOf(commit: MirrorCommit): Landing {
  const reason = `commit ${commit.id.slice(0, 12)}, ${commit.subject}`;
  return { source: { kind: 'commit', commitId: commit.id }, at: commit.committedAt, since: commit.committedAt, reason };
}

function applyWords(landings: Map<number, Landing>, index: FamilyIndex, series: Series, answer: SeriesAnswer): void {
  const { message, at, since } = answer;
  const speaker = index.nameOf(message);
  const source = { kind: 'mail', messageId: message.id } as const;
  const notice = readNotice(message);
  if (notice !== undefined) {
    const numbers = numbersOfNotice(series, answer, notice);
    change(landings, numbers, notice, { source, at, since, reason: `${speaker}: "${notice.words}"` });
    return;
  }
  if (answer.isBot && !mayTakePatches(answer)) return;
  for (const sentence of readOwnWords(message).sentences) {
    const taken = readTaken(sentence);
    if (taken !== undefined && (!answer.isByAuthor || taken.namesTree)) {
      const numbers = numbersOfWords(series, answer, taken);
      change(landings, numbers, { kind: 'taken' }, { source, at, since, reason: `${speaker}: "${sentence}"` });
      return;
    }
    if (!answer.isByAuthor && dropsTaken(sentence)) {
      for (const number of numbersBelow(series, answer)) landings.delete(number);
      return;
    }
  }
}

/** Of programs that do not speak in a form of their own, only the one that writes what its maintainer would. */
function mayTakePatches({ message }: SeriesAnswer): boolean {
  return /^patch-notifications@/i.test(message.from.email);
}

function change(
  landings: Map<number, Landing>,
  numbers: readonly number[],
  { kind }: Pick<Notice, 'kind'>,
  landing: Landing,
): void {
  for (const number of numbers) {
    if (kind === 'dropped') landings.delete(number);
    else landings.set(number, landing);
  }
}

function numbersOfNotice(series: Series, answer: SeriesAnswer, { of }: Notice): readonly number[] {
  if (of === 'series') return numbersListed(series, answer) ?? allOf(series);
  if (of === 'answered') return numbersBelow(series, answer);
  const named = series.patches.filter(patch => isNamed(patch, of)).map(patch => patch.number);
  // Below a patch, a commit that names nothing is that patch.
  return named.length > 0 ? named : answer.patch === undefined ? [] : [answer.patch.number];
}

function numbersOfWords(series: Series, answer: SeriesAnswer, { scope }: Taken): readonly number[] {
  const listed = numbersListed(series, answer);
  if (listed !== undefined) return listed;
  if (scope === 'series') return allOf(series);
  return scope === 'answered'
    ? numbersBelow(series, answer)
    : scope.filter(number => number >= 1 && number <= series.total);
}

/** What an answer speaks of by its place: its patch, or, below the cover letter, all. */
function numbersBelow(series: Series, { patch }: SeriesAnswer): readonly number[] {
  return patch === undefined ? allOf(series) : [patch.number];
}

function allOf(series: Series): readonly number[] {
  return Array.from({ length: series.total }, (_, index) => index + 1);
}

const listed = /^\s*(?:- )?\[(?:[^\]]{0,80}[,\s])?(\d{1,3})\/(\d{1,3})\]\s/;

/** The patches that b4 and patchwork list, each with its commit; undefined where there is no list. */
function numbersListed(series: Series, { message }: SeriesAnswer): readonly number[] | undefined {
  const { lines } = readOwnWords(message);
  const numbers = lines.flatMap((line, at) => {
    const [, number, total] = listed.exec(line.slice(0, 400)) ?? [];
    if (number === undefined || Number(total) !== series.total) return [];
    const isMissing = lines.slice(at + 1, at + 3).some(below => /\(no (?:matching )?commit/i.test(below));
    return [{ number: Number(number), isMissing }];
  });
  return numbers.length === 0 ? undefined : numbers.filter(each => !each.isMissing).map(each => each.number);
}

function applyLooseNotice(
  landings: Map<number, Landing>,
  index: FamilyIndex,
  series: Series,
  loose: LooseNotice,
): void {
  const { notice, message, since } = loose;
  // What was said before this version was posted is about another one.
  if (since !== undefined && since < index.startOf(series)) return;
  const numbers = series.patches.filter(patch => isNamed(patch, notice.of)).map(patch => patch.number);
  const reason = `${index.nameOf(message)}: "${notice.words}"`;
  const source = { kind: 'mail', messageId: message.id } as const;
  change(landings, numbers, notice, { source, at: since ?? index.startOf(series), since, reason });
}

/** A day by which the clock of who commits may go wrong. */
const clockSkewMs = 86_400_000;

/**
 * Whether a commit is a patch: it has its patch-id, and no later version with the same was there by then; or it links to its mail and
 * has its title, for links also lead to reports and to the patches that broke what is mended.
 */
function isCommitOf(index: FamilyIndex, series: Series, patch: Patch, commit: MirrorCommit): boolean {
  if (commit.messageIds.includes(patch.messageId) && isSameTitle(patch.title, commit.subject)) return true;
  if (commit.patchId === undefined || commit.patchId !== patch.patchId) return false;
  if (commit.committedAt + clockSkewMs < index.startOf(series)) return false;
  return !index
    .successorsOf(series)
    .some(
      later => index.startOf(later) <= commit.committedAt && later.patches.some(each => each.patchId === patch.patchId),
    );
}

/** Maintainers reword titles: half of the words of both are enough. */
function isSameTitle(one: string, other: string): boolean {
  const [a, b] = [wordsOf(one), wordsOf(other)];
  const shared = [...a].filter(word => b.has(word)).length;
  return shared > 0 && shared * 2 >= new Set([...a, ...b]).size;
}

function wordsOf(title: string): ReadonlySet<string> {
  return new Set(title.toLowerCase().match(/[\p{L}\p{N}]+/gu));
}
