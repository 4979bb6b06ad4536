import type { Finding, Location } from '../../src/domain/finding.js';
import type { Evidence } from '../../src/domain/source.js';
import { checkSource } from '../../src/rules/check-source.js';
import { PatchContext } from '../../src/rules/patch-context.js';
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
}

/** A line of one side that markers or findings speak of. */
interface Place {
  readonly ruleId: string;
  readonly side: 'old' | 'new';
  readonly line: number;
}

/** The code of a fixture without its markers, and what they say. */
interface MarkedPair {
  readonly old: MarkedCode;
  readonly new: MarkedCode;
}

const path = 'fixture/file.c';

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

/** The markers of both sides. */
export function markersOf(fixture: Fixture, rules: readonly Rule[]): readonly Marker[] {
  const marked = readFixture(fixture, rules);
  return [...marked.old.markers, ...marked.new.markers];
}

function readFixture(fixture: Fixture, rules: readonly Rule[]): MarkedPair {
  const ruleIds = rules.map(rule => rule.id);
  return { old: readMarkers(fixture.old, ruleIds), new: readMarkers(fixture.new, ruleIds) };
}

function findFaults(marked: MarkedPair): readonly string[] {
  const { old, new: now } = marked;
  const faults = [...old.faults, ...now.faults];
  if (old.code === now.code) faults.push('Old and new code are equal');
  if (old.markers.length + now.markers.length === 0 && faults.length === 0) faults.push('No markers');
  const said = (['ruleid', 'ok', 'todoruleid', 'todook'] as const).map(word => placesOf(marked, word));
  const doubles = said.flatMap((places, index) => places.filter(place => isAmong(place, said.slice(index + 1).flat())));
  return [...faults, ...doubles.map(place => `Contradicting markers: ${show(marked, place)}`)];
}

async function findAll(
  { old, new: now }: MarkedPair,
  rules: readonly Rule[],
  evidence: Evidence,
): Promise<readonly Finding[]> {
  const patch = patchOf(1, printGitDiff(path, old.code, now.code, 3));
  const tree = evidence === 'file' ? new MemoryTree({ base: { [path]: old.code } }) : undefined;
  const { pairs, problems } = await makeSourceStack(tree).apply(patch);
  const [source] = pairs;
  if (source?.evidence !== evidence || problems.length > 0) throw new Error('the diff of the fixture does not apply');
  const { findings, notChecked } = checkSource(source, rules, new PatchContext(patch));
  if (notChecked.length > 0) throw new Error(`not checked: ${notChecked.join('; ')}`);
  return findings;
}

/** `excuses`: the markers of lines that are reported though they should not be. */
function compare(marked: MarkedPair, findings: readonly Finding[], excuses: readonly MarkerWord[]): readonly string[] {
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
function findHealed(marked: MarkedPair, findings: readonly Finding[], excuse: MarkerWord): readonly string[] {
  const reported = findings.map(finding => placeOf(finding.ruleId, finding.location));
  const healed = placesOf(marked, excuse).filter(place => !isAmong(place, reported));
  return healed.map(place => `Passing: ${excuse} of ${show(marked, place)}`);
}

function compareFunction(marked: MarkedPair, { ruleId, location, evidence }: Finding): readonly string[] {
  const { functionName: named } = location;
  const place = placeOf(ruleId, location);
  const actual = functionAt(marked, place);
  if (named === actual || (named === undefined && evidence === 'hunk')) return [];
  return [`Wrong function: ${show(marked, place)} is said to be in ${named}`];
}

/** Where a fixture marks the proof of a rule, it marks all of it. */
function compareProof(marked: MarkedPair, findings: readonly Finding[]): readonly string[] {
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

function placesOf(marked: MarkedPair, word: MarkerWord): readonly Place[] {
  return (['old', 'new'] as const).flatMap(side =>
    marked[side].markers.filter(marker => marker.word === word).map(({ ruleId, line }) => ({ ruleId, side, line })),
  );
}

function placeOf(ruleId: string, { side, line }: Location): Place {
  return { ruleId, side, line };
}

function isAmong(place: Place, places: readonly Place[]): boolean {
  return places.some(other => other.ruleId === place.ruleId && other.side === place.side && other.line === place.line);
}

function isSameFunction(marked: MarkedPair, a: Place, b: Place): boolean {
  return a.ruleId === b.ruleId && functionAt(marked, a) === functionAt(marked, b);
}

function functionAt(marked: MarkedPair, { side, line }: Place): string | undefined {
  return enclosingFunction(marked[side].code, line);
}

function show(marked: MarkedPair, place: Place): string {
  const { ruleId, side, line } = place;
  const text = marked[side].code.split('\n')[line - 1]?.trim();
  return `${ruleId} at ${side} line ${line} in ${functionAt(marked, place)} (${text})`;
}
