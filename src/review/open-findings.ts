import { type LineMap, makeLineMap } from '../diff/line-map.js';
import { pathOf } from '../domain/diff.js';
import type { Finding } from '../domain/finding.js';
import { groupBy } from '../domain/group-by.js';
import type { Patch } from '../domain/patch.js';
import type { Series } from '../domain/series.js';
import type { SourcePair } from '../domain/source.js';
import { makeFunctionFinder } from '../rules/function-at.js';
import type { Rule } from '../rules/rule.js';
import type { LoadedSources } from '../tree/load-sources.js';
import { checkPatch } from './check-patch.js';
import { FileTrail } from './file-trail.js';
import { type CheckedSource, type FollowedFinding, placesOf } from './followed-finding.js';

/** A finding that was still there after the last patch of its file. */
interface OpenFinding {
  readonly followed: FollowedFinding;
  /** Where its line and those of its proof in the function are now, counted from 1 in the file; undefined for one that is rewritten. */
  places: readonly { readonly text: string; readonly line: number | undefined }[];
  /** The line that was reported; undefined for a removed one, and once it is rewritten. */
  line: number | undefined;
  functionName: string | undefined;
}

/** What one patch brought into a file, as long as something of it is left. */
export class OpenFindings {
  readonly #opener: Patch;
  readonly #rules: readonly Rule[];
  readonly #trail: FileTrail;
  #open: readonly OpenFinding[];

  /** `opener`: the patch that brought the findings in; `source`: the whole file in which. */
  constructor(opener: Patch, source: SourcePair, followed: readonly FollowedFinding[], rules: readonly Rule[]) {
    const ruleIds = new Set(followed.map(({ finding }) => finding.ruleId));
    this.#opener = opener;
    this.#rules = rules.filter(rule => ruleIds.has(rule.id));
    this.#trail = new FileTrail(source);
    const behind = firstLineOf(source, 'new') - 1;
    const functionAt = makeFunctionFinder({ lines: source.pieces[0]?.new.lines ?? [], firstLine: 1 });
    this.#open = followed.map(each => {
      const { side, line, functionName } = each.finding.location;
      const places = placesOf(each.finding).map(place => ({ text: place.text, line: place.line - behind }));
      return {
        followed: each,
        places: places.filter(place => functionAt(place.line) === functionName),
        line: side === 'new' ? line - behind : undefined,
        functionName,
      };
    });
  }

  get isEmpty(): boolean {
    return this.#open.length === 0;
  }

  isTouchedBy(patch: Patch): boolean {
    const { path } = this.#trail;
    return path !== undefined && patch.files.some(file => file.oldPath === path && file.kind !== 'copied');
  }

  /** The findings stay as they were found. */
  letGo(): void {
    this.#open = [];
  }

  /**
   * Judges the file as it was before the findings against what the next patch makes of it. Findings of which nothing is left are closed.
   * Returns those of the next patch's own findings that are one of these, in another place.
   */
  async followInto(
    patch: Patch,
    checked: readonly CheckedSource[],
    series: Series,
    others: LoadedSources['others'],
  ): Promise<readonly Finding[]> {
    const next = checked.find(({ source }) => source.file.oldPath === this.#trail.path);
    if (!next || !this.#trail.follow(next.source)) {
      this.letGo();
      return [];
    }
    const check = await checkPatch(this.#opener, series, { pairs: [this.#trail.join()], others }, this.#rules);
    if (check.notChecked.some(({ path }) => path !== undefined)) {
      this.letGo();
      return [];
    }
    this.#moveLines(next.source);
    const found = [
      ...check.checked.flatMap(({ findings }) => findings),
      ...check.withheld.map(({ finding }) => finding),
    ];
    const left = this.#match(found);
    const isElsewhere = makeMoveFinder(patch, next.source);
    for (const [each, now] of left) {
      each.functionName = now.location.functionName;
      each.line = now.location.side === 'new' ? now.location.line : undefined;
    }
    for (const each of this.#open) if (!left.has(each) && !isElsewhere(each)) each.followed.closedBy = patch.number;
    this.#open = this.#open.filter(each => left.has(each));
    return findMoved(next, found, [...left.values()]);
  }

  #moveLines(source: SourcePair): void {
    const map = makeLineMap(source.file);
    for (const each of this.#open) {
      each.line = moveLine(each.line, map, source);
      each.places = each.places.map(({ text, line }) => ({ text, line: moveLine(line, map, source) }));
    }
  }

  /** What is found now, by the open finding that it is: on the line where that must be, with the same text, in the same function. */
  #match(found: readonly Finding[]): Map<OpenFinding, Finding> {
    const left = new Map<OpenFinding, Finding>();
    const rest = new Set(found);
    const take = (isIt: (each: OpenFinding, now: Finding) => boolean): void => {
      for (const each of this.#open) {
        if (left.has(each)) continue;
        const match = [...rest].find(now => this.#mayBe(each, now) && isIt(each, now));
        if (match && rest.delete(match)) left.set(each, match);
      }
    };
    take(({ line }, { location }) => location.side === 'new' && location.line === line);
    take(({ followed }, { location }) => location.text.trim() === followed.finding.location.text.trim());
    take(() => true);
    return left;
  }

  /** The same rule in the same function, or in one that the later patches made. */
  #mayBe({ followed, functionName }: OpenFinding, { ruleId, location }: Finding): boolean {
    if (followed.finding.ruleId !== ruleId) return false;
    return location.functionName === functionName || !this.#trail.beganWith(location.functionName ?? '');
  }
}

/**
 * The own findings of a patch that were there before: those in the place of one that is left, and as many as the functions have more of
 * than is found in them by the code before (`found`).
 */
function findMoved(next: CheckedSource, found: readonly Finding[], left: readonly Finding[]): readonly Finding[] {
  const keyOf = ({ ruleId, location }: Finding): string => `${ruleId} ${location.functionName}`;
  const count = (findings: readonly Finding[], key: string): number =>
    findings.filter(finding => keyOf(finding) === key).length;
  return [...groupBy(next.findings, keyOf)].flatMap(([key, own]) => {
    const again = own.filter(finding => left.some(now => isSame(finding, now, next.source)));
    if (count(left, key) === 0) return again;
    const others = own.filter(finding => !again.includes(finding));
    return [...again, ...others.slice(count(found, key) - count(left, key))];
  });
}

/** Tells whether a line of a finding stands, behind a patch, outside of the function: whether the mistake may have moved there. */
function makeMoveFinder(patch: Patch, source: SourcePair): (open: OpenFinding) => boolean {
  const [piece] = source.pieces;
  const functionAt = makeFunctionFinder({ lines: piece?.new.lines ?? [], firstLine: 1 });
  const behind = firstLineOf(source, 'new') - 1;
  const added = patch.files.flatMap(file =>
    file.hunks
      .flatMap(hunk => hunk.lines)
      .filter(({ kind }) => kind === 'added')
      .map(({ text, newLine = 0 }) => ({
        text: text.trim(),
        functionName: pathOf(file) === pathOf(source.file) ? functionAt(newLine - behind) : undefined,
      })),
  );
  return ({ places, functionName }) =>
    places.some(({ text, line }) =>
      line === undefined
        ? added.some(other => other.text === text.trim() && other.functionName !== functionName)
        : functionAt(line) !== functionName,
    );
}

function isSame(own: Finding, now: Finding, source: SourcePair): boolean {
  const { side, line } = own.location;
  if (own.ruleId !== now.ruleId || side !== now.location.side) return false;
  return side === 'new'
    ? line - firstLineOf(source, 'new') + 1 === now.location.line
    : own.location.text === now.location.text;
}

function moveLine(line: number | undefined, map: LineMap, source: SourcePair): number | undefined {
  const moved = line === undefined ? undefined : map.toNew(line + firstLineOf(source, 'old') - 1);
  return moved === undefined ? undefined : moved - firstLineOf(source, 'new') + 1;
}

function firstLineOf({ pieces }: SourcePair, side: 'old' | 'new'): number {
  return pieces[0]?.[side].firstLine ?? 1;
}
