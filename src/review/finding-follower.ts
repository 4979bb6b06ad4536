import { makeLineMap } from '../diff/line-map.js';
import { type FileDiff, pathOf } from '../domain/diff.js';
import type { Finding } from '../domain/finding.js';
import { limits } from '../domain/limits.js';
import type { Patch } from '../domain/patch.js';
import type { WithheldFinding } from '../domain/review.js';
import type { Series } from '../domain/series.js';
import type { Rule } from '../rules/rule.js';
import type { LoadedSources } from '../tree/load-sources.js';
import { type CheckedSource, type FollowedFinding, placesOf } from './followed-finding.js';
import { OpenFindings } from './open-findings.js';

/** A finding of which only the hunks were seen, with the first and last of its lines. */
interface ShownFinding {
  readonly followed: FollowedFinding;
  path: string | undefined;
  first: number;
  last: number;
}

/**
 * Follows findings to the end of their series, which has to be whole. With whole files a finding is judged again after each later patch
 * of its file, the code before it against what the patches made of it: what is gone then was closed, what a later patch only moves is
 * said once. By the hunks alone it is only seen that its lines are changed again, and then nothing is claimed.
 */
export class FindingFollower {
  readonly #series: Series;
  readonly #rules: readonly Rule[];
  readonly #all: FollowedFinding[] = [];
  #open: OpenFindings[] = [];
  #shown: ShownFinding[] = [];
  #judged = 0;

  /** `rules`: those that run. */
  constructor(series: Series, rules: readonly Rule[]) {
    this.#series = series;
    this.#rules = rules;
  }

  /** Takes what was found in a patch, and the files besides it as they are behind it. Once for each, in order. */
  async add(patch: Patch, checked: readonly CheckedSource[], others: LoadedSources['others']): Promise<void> {
    const isWhole = this.#series.state === 'complete';
    const moved = isWhole ? await this.#followInto(patch, checked, others) : new Set<Finding>();
    for (const { source, findings } of checked) {
      const followed = findings.filter(finding => !moved.has(finding)).map((finding): FollowedFinding => ({ finding }));
      for (const each of followed) this.#all.push(each);
      if (!isWhole || followed.length === 0) continue;
      if (source.evidence === 'file') this.#open.push(new OpenFindings(patch, source, followed, this.#rules));
      else for (const each of followed) this.#shown.push(...makeShown(each, pathOf(source.file)));
    }
  }

  /** All findings in the order of the patches, those that a later patch closes as notes. */
  finish(): { readonly findings: readonly Finding[]; readonly withheld: readonly WithheldFinding[] } {
    const findings: Finding[] = [];
    const withheld: WithheldFinding[] = [];
    for (const { finding, closedBy, withheldFor } of this.#all) {
      const isLeft = withheldFor === undefined && closedBy === undefined;
      // What is no more than a note by itself harms no bisection.
      if (!isLeft && finding.severity === 'note') continue;
      if (withheldFor !== undefined) withheld.push({ finding, reason: withheldFor });
      else if (closedBy === undefined) findings.push(finding);
      else findings.push(this.#close(finding, closedBy));
    }
    return { findings, withheld };
  }

  /** What closes it is there already: no other remedy. */
  #close(finding: Finding, closedBy: number): Finding {
    const what = `${finding.what} Opened here, closed by patch ${closedBy}/${this.#series.total}: between them a bisection lands in it.`;
    return { ...finding, what, severity: 'note', closedBy, remedy: undefined };
  }

  /** The findings of the patch that were said before. */
  async #followInto(
    patch: Patch,
    checked: readonly CheckedSource[],
    others: LoadedSources['others'],
  ): Promise<Set<Finding>> {
    const moved = new Set<Finding>();
    for (const open of this.#open.filter(each => each.isTouchedBy(patch))) {
      this.#judged += 1;
      if (this.#judged > limits.rejudgedFilesMax) open.letGo();
      else for (const finding of await open.followInto(patch, checked, this.#series, others)) moved.add(finding);
    }
    this.#open = this.#open.filter(each => !each.isEmpty);
    this.#followHunks(patch);
    return moved;
  }

  #followHunks(patch: Patch): void {
    if (this.#shown.length === 0) return;
    for (const file of patch.files) {
      for (const shown of this.#shown.filter(({ path }) => path !== undefined && path === file.oldPath)) {
        const moved = moveStretch(shown, file);
        shown.path = moved && file.newPath;
        if (moved) Object.assign(shown, moved);
        else
          shown.followed.withheldFor = `patch ${patch.number}/${this.#series.total} changes these lines again; what is left of it then is not in sight`;
      }
    }
    this.#shown = this.#shown.filter(({ path }) => path !== undefined);
  }
}

function makeShown(followed: FollowedFinding, path: string): ShownFinding[] {
  const lines = placesOf(followed.finding).map(({ line }) => line);
  return lines.length === 0 ? [] : [{ followed, path, first: Math.min(...lines), last: Math.max(...lines) }];
}

/** Where a stretch of lines is behind a patch; undefined where the patch changes something within it. */
function moveStretch({ first, last }: ShownFinding, file: FileDiff): Pick<ShownFinding, 'first' | 'last'> | undefined {
  const map = makeLineMap(file);
  const [start, end] = [map.toNew(first), map.toNew(last)];
  const isCut = file.hunks.some(hunk =>
    hunk.lines.some(({ kind, oldLine = 0 }) => kind === 'removed' && oldLine >= first && oldLine <= last),
  );
  if (isCut || start === undefined || end === undefined || end - start !== last - first) return undefined;
  return { first: start, last: end };
}
