import type { Finding, Location } from '../../src/domain/finding.js';
import type { Evidence } from '../../src/domain/source.js';
import { checkPatch } from '../../src/review/check-patch.js';
import type { Rule } from '../../src/rules/rule.js';
import { makeSourceStack } from '../../src/tree/load-sources.js';
import { patchOf } from '../tree/make-patch.js';
import { enclosingFunction } from './enclosing-function.js';
import { MemoryTree } from './memory-tree.js';
import { printGitDiff } from './print-diff.js';
import { type MarkedCode, type Marker, type MarkerWord, readMarkers } from './rule-markers.js';

/** A C file before and after a change, with markers. */
export interface Fixture {
  readonly old: string;
  readonly new: string;
  /** More files of the tree, changed or not, by path; without them the rules are told of no tree. */
  readonly others?: Readonly<Record<string, FixtureFile>> | undefined;
}

export interface FixtureFile {
  readonly old: string;
  readonly new: string;
}

/** A line of one side of a file that markers or findings speak of. */
interface Place {
  readonly ruleId: string;
  readonly path: string;
  readonly side: 'old' | 'new';
  readonly line: number;
}

/** The code of a file without its markers, and what they say. */
interface MarkedFile {
  readonly old: MarkedCode;
  readonly new: MarkedCode;
}

/** The files of a fixture by path: first the one that every fixture has. */
type MarkedFixture = ReadonlyMap<string, MarkedFile>;

const mainPath = 'fixture/file.c';

/**
 * Holds rules against the markers of a fixture. Returns what is wrong, a line each; nothing where all is right.
 * - Missing: a line that is marked `ruleid` was not reported; Noisy: a line was that is not;
 * - Wrong: the rule reported the function, but another line of it, or with another function's name or another proof;
 * - Passing: what is marked as a known fault is none any more;
 * - everything else tells of a fault in the fixture itself.
 * With the hunks alone a rule may miss, but says no more than with the whole file where it is not marked `hunkruleid`.
 */
export async function testFixture(fixture: Fixture, rules: readonly Rule[]): Promise<readonly string[]> {
  const marked = readFixture(fixture, rules);
  const faults = findFaults(marked);
  if (faults.length > 0) return faults;
  const whole = await findAll(marked, rules, 'file');
  const shown = await findAll(marked, rules, 'hunk');
  return [
    ...compare(marked, whole, ['todook']),
    ...compareProof(marked, whole),
    ...findHealed(marked, whole, 'todook'),
    ...compare(marked, shown, ['todook', 'hunkruleid'])
      .filter(outcome => !isSilence(outcome))
      .map(outcome => `${outcome}, with the hunks alone`),
    ...findHealed(marked, shown, 'hunkruleid'),
  ];
}

/** All findings of a fixture, with whole files or with the hunks alone. */
export async function findingsOf(
  fixture: Fixture,
  rules: readonly Rule[],
  evidence: Evidence,
): Promise<readonly Finding[]> {
  return findAll(readFixture(fixture, rules), rules, evidence);
}

/** The code of a fixture without its markers. */
export function codeOf(fixture: Fixture, rules: readonly Rule[]): Fixture {
  const [[, main], ...others] = [...readFixture(fixture, rules)] as [[string, MarkedFile], ...[string, MarkedFile][]];
  const strip = ({ old, new: now }: MarkedFile): FixtureFile => ({ old: old.code, new: now.code });
  const stripped = Object.fromEntries(others.map(([path, file]) => [path, strip(file)]));
  return { ...strip(main), others: fixture.others && stripped };
}

/** The markers of both sides. */
export function markersOf(fixture: Fixture, rules: readonly Rule[]): readonly Marker[] {
  return [...readFixture(fixture, rules).values()].flatMap(({ old, new: now }) => [...old.markers, ...now.markers]);
}

function readFixture(fixture: Fixture, rules: readonly Rule[]): MarkedFixture {
  const ruleIds = rules.map(rule => rule.id);
  return new Map(
    Object.entries({ [mainPath]: fixture, ...fixture.others }).map(([path, { old, new: now }]) => {
      const [before, after] = [readMarkers(old, ruleIds), readMarkers(now, ruleIds)];
      // Of a file that the patch leaves alone, markers speak of the new side.
      const isTouched = path === mainPath || old !== now;
      return [path, { old: isTouched ? before : { ...before, markers: [], faults: [] }, new: after }];
    }),
  );
}

function findFaults(marked: MarkedFixture): readonly string[] {
  const sides = [...marked.values()].flatMap(({ old, new: now }) => [old, now]);
  const faults = sides.flatMap(side => side.faults);
  const main = marked.get(mainPath);
  if (main?.old.code === main?.new.code) faults.push('Old and new code are equal');
  if (sides.every(side => side.markers.length === 0) && faults.length === 0) faults.push('No markers');
  const said = (['ruleid', 'ok', 'todoruleid', 'todook'] as const).map(word => placesOf(marked, word));
  const doubles = said.flatMap((places, index) => places.filter(place => isAmong(place, said.slice(index + 1).flat())));
  return [...faults, ...doubles.map(place => `Contradicting markers: ${show(marked, place)}`)];
}

async function findAll(marked: MarkedFixture, rules: readonly Rule[], evidence: Evidence): Promise<readonly Finding[]> {
  const files = [...marked].map(([path, { old, new: now }]) => ({ path, before: old.code, after: now.code }));
  const changed = files.filter(({ before, after }) => before !== after);
  const patch = patchOf(1, changed.map(({ path, before, after }) => printGitDiff(path, before, after, 3)).join(''));
  const base = Object.fromEntries(files.map(({ path, before }) => [path, before]));
  const tree = evidence === 'file' ? new MemoryTree({ base }) : undefined;
  const sources = await makeSourceStack(tree, { base: 'base' }).apply(patch);
  if (sources.pairs.some(pair => pair.evidence !== evidence) || sources.problems.length > 0)
    throw new Error('the diff of the fixture does not apply');
  const { pairs, others } = sources;
  const { checked, notChecked } = await checkPatch(
    patch,
    undefined,
    { pairs, others: marked.size > 1 ? others : undefined },
    rules,
  );
  // That a function calls itself is said of it, and it is judged all the same.
  const unjudged = notChecked.filter(({ reason }) => !reason.includes('was not followed to the end'));
  if (unjudged.length > 0) throw new Error(`not checked: ${unjudged.map(({ reason }) => reason).join('; ')}`);
  return checked.flatMap(({ findings }) => findings);
}

/** `excuses`: the markers of lines that are reported though they should not be. */
function compare(
  marked: MarkedFixture,
  findings: readonly Finding[],
  excuses: readonly MarkerWord[],
): readonly string[] {
  const reported = findings.map(finding => placeOf(finding.ruleId, finding.location));
  const excused = excuses.flatMap(word => placesOf(marked, word));
  const wanted = placesOf(marked, 'ruleid');
  const extra = reported.filter(place => !isAmong(place, [...wanted, ...excused]));
  const outcomes = findings.flatMap(finding => compareFunction(marked, finding));
  for (const place of wanted.filter(each => !isAmong(each, reported))) {
    const astray = extra.findIndex(other => isSameFunction(marked, place, other));
    const [instead] = astray < 0 ? [] : extra.splice(astray, 1);
    if (instead) outcomes.push(`Wrong line: ${show(marked, instead)}, not ${show(marked, place)}`);
    else outcomes.push(`Missing: ${show(marked, place)}`);
  }
  for (const place of extra) {
    const isKnown = isAmong(place, placesOf(marked, 'todoruleid'));
    outcomes.push(`${isKnown ? 'Passing' : 'Noisy'}: ${show(marked, place)}`);
  }
  return outcomes;
}

/** The places of known false alarms that are reported no more. */
function findHealed(marked: MarkedFixture, findings: readonly Finding[], excuse: MarkerWord): readonly string[] {
  const reported = findings.map(finding => placeOf(finding.ruleId, finding.location));
  const healed = placesOf(marked, excuse).filter(place => !isAmong(place, reported));
  return healed.map(place => `Passing: ${excuse} of ${show(marked, place)}`);
}

function compareFunction(marked: MarkedFixture, { ruleId, location, evidence }: Finding): readonly string[] {
  const { functionName: named } = location;
  const place = placeOf(ruleId, location);
  const actual = functionAt(marked, place);
  if (named === actual || (named === undefined && evidence === 'hunk')) return [];
  return [`Wrong function: ${show(marked, place)} is said to be in ${named}`];
}

/** Where a fixture marks the proof of a rule, it marks all of it. */
function compareProof(marked: MarkedFixture, findings: readonly Finding[]): readonly string[] {
  const wanted = placesOf(marked, 'proof');
  const given = findings
    .filter(({ ruleId }) => wanted.some(place => place.ruleId === ruleId))
    .flatMap(({ ruleId, proof }) => proof.map(step => placeOf(ruleId, step.location)));
  return [
    ...wanted.filter(place => !isAmong(place, given)).map(place => `Wrong proof: without ${show(marked, place)}`),
    ...given.filter(place => !isAmong(place, wanted)).map(place => `Wrong proof: with ${show(marked, place)}`),
  ];
}

/** With the hunks alone a rule may miss what it finds in the whole file, or find what it misses there. */
function isSilence(outcome: string): boolean {
  return /^(?:Missing|Passing): /.test(outcome);
}

function placesOf(marked: MarkedFixture, word: MarkerWord): readonly Place[] {
  return [...marked].flatMap(([path, file]) =>
    (['old', 'new'] as const).flatMap(side =>
      file[side].markers
        .filter(marker => marker.word === word)
        .map(({ ruleId, line }) => ({ ruleId, path, side, line })),
    ),
  );
}

function placeOf(ruleId: string, { path, side, line }: Location): Place {
  return { ruleId, path, side, line };
}

function isAmong(place: Place, places: readonly Place[]): boolean {
  return places.some(
    other =>
      other.ruleId === place.ruleId &&
      other.path === place.path &&
      other.side === place.side &&
      other.line === place.line,
  );
}

function isSameFunction(marked: MarkedFixture, a: Place, b: Place): boolean {
  return a.ruleId === b.ruleId && a.path === b.path && functionAt(marked, a) === functionAt(marked, b);
}

function functionAt(marked: MarkedFixture, { path, side, line }: Place): string | undefined {
  return enclosingFunction(marked.get(path)?.[side].code ?? '', line);
}

function show(marked: MarkedFixture, place: Place): string {
  const { ruleId, path, side, line } = place;
  const text = marked.get(path)?.[side].code.split('\n')[line - 1]?.trim();
  const where = path === mainPath ? '' : `${path} `;
  return `${ruleId} at ${where}${side} line ${line} in ${functionAt(marked, place)} (${text})`;
}
