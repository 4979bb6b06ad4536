import type { FileDiff } from '../../domain/diff.js';
import type { Finding } from '../../domain/finding.js';
import type { ChosenSettings } from '../../domain/mirror-settings.js';
import type { Patch } from '../../domain/patch.js';
import type { CommitDiff, PullRequest } from '../../domain/pull-request.js';
import type { Repository } from '../../domain/repository.js';
import type { NotChecked } from '../../domain/review.js';
import type { Series } from '../../domain/series.js';
import type { Dismissal, ShownFinding } from '../../domain/verdict.js';
import { HeadPlaces } from '../../review/head-places.js';
import { canRebase, rebaseFinding } from '../../review/rebase-finding.js';
import { reviewSeries } from '../../review/review-series.js';
import { standFindings } from '../../review/stand-findings.js';
import { makePullSeries } from '../../series/pull-series.js';
import { ruleIdsOf } from '../settings/rule-stages.js';
import type { GitHubTools } from './github-tools.js';
import { isOn } from './heard-findings.js';
import { digestOf, type KeptVerdict } from './kept-verdict.js';

/** What GitHub says of a pull request. */
export interface PullReading {
  readonly pull: PullRequest;
  readonly commits: readonly CommitDiff[];
  /** Its own diff, as far as it gives one. */
  readonly diff: readonly FileDiff[];
  /** What GitHub does not tell of it, for people. */
  readonly notRead: readonly string[];
}

/** What is to be said of a pull request now. */
export interface PullJudgement {
  readonly series: Series;
  readonly findings: readonly ShownFinding[];
  readonly notChecked: readonly NotChecked[];
  /** The patches are those that were judged at another head: that one. */
  readonly carriedFrom: string | undefined;
  /** To be kept. */
  readonly kept: KeptVerdict;
}

/**
 * Judges a pull request, or carries over what was said of the same patches on another base. `before`: what was said last; `isForced`: it is
 * judged anew whatever was said.
 */
export async function judgePull(
  reading: PullReading,
  before: KeptVerdict | undefined,
  dismissals: readonly Dismissal[],
  request: {
    readonly repository: Repository;
    readonly chosen: ChosenSettings;
    readonly isForced: boolean;
    readonly tools: GitHubTools;
  },
): Promise<PullJudgement> {
  const { settings } = request.chosen;
  const { pull } = reading;
  const made = makePullSeries(pull, reading.commits);
  const { series } = made;
  const unread = [...made.notChecked, ...reading.notRead.map(reason => ({ patch: 1, reason }))];
  const digest = unread.length === 0 ? digestOf(series.patches, settings, request.tools.version) : undefined;
  const isSame =
    before !== undefined && digest === before.digest && !request.isForced && isCarried(before, series.patches);
  const judged = isSame
    ? { findings: rebaseAll(before, series.patches), notChecked: before.notChecked }
    : await reviewPull(series, reading, request);
  const notChecked = isSame ? judged.notChecked : [...unread, ...judged.notChecked];
  const places = new HeadPlaces(series.patches, reading.diff);
  const known = before?.findings ?? [];
  const closed = findClosed(judged.findings, known);
  const findings = standFindings({
    found: judged.findings.filter(finding => !closed.has(finding)),
    before: known,
    dismissals,
    notChecked,
    isHeard: ruleId => isOn(ruleId, settings),
    isWhole: unread.length === 0,
    whereGone: finding => whereClosed(finding, closed, reading).slice(0, 12),
  }).map(shown => placeFinding(shown, places));
  const told = new Set(findings.map(({ finding }) => finding.patchNumber));
  return {
    series,
    findings,
    notChecked,
    carriedFrom: isSame && before.judgedHead !== pull.headSha ? before.judgedHead : undefined,
    kept: {
      digest: digest ?? '',
      judgedHead: isSame ? before.judgedHead : pull.headSha,
      findings,
      patches: series.patches.filter(patch => told.has(patch.number)),
      notChecked,
      told: before?.told ?? {},
    },
  };
}

/**
 * What was told before and a later commit has closed since is mended for the pull request as a whole, though no commit before that one is
 * sound: who took a suggestion has done what was asked for. Where it was closed already when it was told, it goes on to be told.
 */
function findClosed(found: readonly Finding[], before: readonly ShownFinding[]): ReadonlySet<Finding> {
  const told = new Set(
    before
      .filter(({ finding, standing }) => standing.kind === 'fixed' || finding.closedBy === undefined)
      .map(({ finding }) => finding.fingerprint),
  );
  return new Set(found.filter(({ closedBy, fingerprint }) => closedBy !== undefined && told.has(fingerprint)));
}

/** The commit that closed it; of one that is simply gone, the head. */
function whereClosed({ fingerprint }: Finding, closed: ReadonlySet<Finding>, { commits, pull }: PullReading): string {
  const closedBy = [...closed].find(finding => finding.fingerprint === fingerprint)?.closedBy;
  return (closedBy === undefined ? undefined : commits[closedBy - 1]?.sha) ?? pull.headSha;
}

async function reviewPull(
  series: Series,
  { commits, pull }: PullReading,
  { repository, chosen, tools }: Parameters<typeof judgePull>[3],
): Promise<{ readonly findings: readonly Finding[]; readonly notChecked: readonly NotChecked[] }> {
  // The commits stand on what their first one stands on: the base branch may have moved since.
  const base = commits[0]?.parents[0] ?? pull.baseSha;
  return tools.withCode({ repository, series: [series], at: { commit: base } }, ({ tree }) =>
    reviewSeries(series, { tree, base, ruleIds: ruleIdsOf(chosen.settings), remarks: [] }),
  );
}

/** Whether what was said of the same patches holds on another base: a file that could not be read there may be read on this one. */
function isCarried({ findings, patches, notChecked }: KeptVerdict, now: readonly Patch[]): boolean {
  if (notChecked.some(({ path }) => path !== undefined)) return false;
  return findings.every(({ finding, standing }) => {
    const from = patches.find(patch => patch.number === finding.patchNumber);
    const to = now.find(patch => patch.number === finding.patchNumber);
    return standing.kind === 'fixed' || (from !== undefined && to !== undefined && canRebase(finding, from, to));
  });
}

/** What was found, in the terms of the same patches on another base. */
function rebaseAll(before: KeptVerdict, patches: readonly Patch[]): readonly Finding[] {
  return before.findings.flatMap(({ finding, standing }) => {
    const from = before.patches.find(patch => patch.number === finding.patchNumber);
    const to = patches.find(patch => patch.number === finding.patchNumber);
    return standing.kind === 'fixed' || !from || !to ? [] : [rebaseFinding(finding, from, to)];
  });
}

/** One that is gone has no place any more. */
function placeFinding(shown: ShownFinding, places: HeadPlaces): ShownFinding {
  const { finding, standing } = shown;
  if (standing.kind === 'fixed') return { finding, standing };
  return { finding, standing, place: places.find(finding.location, finding.patchNumber) };
}
