import { pathOf } from '../domain/diff.js';
import type { Finding } from '../domain/finding.js';
import { groupBy } from '../domain/group-by.js';
import type { Patch } from '../domain/patch.js';
import type { NotChecked } from '../domain/review.js';
import type { Series } from '../domain/series.js';
import type { SourcePair } from '../domain/source.js';
import { checkSource, type SourceCheck } from '../rules/check-source.js';
import { describeGaps } from '../rules/code/gap-words.js';
import { type Answer, keyOfWish, Library } from '../rules/code/library.js';
import { PatchContext } from '../rules/patch-context.js';
import { RemedyBudget } from '../rules/remedy/remedy-budget.js';
import type { Rule } from '../rules/rule.js';
import type { LoadedSources } from '../tree/load-sources.js';
import type { OtherFiles } from '../tree/other-files.js';
import { answerWishes, readAll } from './answer-wishes.js';
import type { CheckedSource } from './followed-finding.js';
import { makeUntouchedPair } from './make-untouched-pair.js';

/** What the rules say of one patch, in the order of its files. */
export interface PatchCheck extends Pick<SourceCheck, 'withheld'> {
  readonly checked: readonly CheckedSource[];
  readonly notChecked: readonly NotChecked[];
}

/** A file with what was said of it last. */
interface Checked {
  readonly source: SourcePair;
  readonly check: SourceCheck;
  readonly library: Library;
}

/**
 * Runs rules over the files of one patch. What they ask about the rest of the tree is looked up, and the files that asked are checked
 * again; so are files that call what the patch changes, touched or not: until nothing is asked any more. Each question is asked once,
 * and what is read and searched for one patch is bounded, so there is an end. `series` is undefined for a patch that stands alone.
 */
export async function checkPatch(
  patch: Patch,
  series: Pick<Series, 'patches' | 'state'> | undefined,
  { pairs, others }: Pick<LoadedSources, 'pairs' | 'others'>,
  rules: readonly Rule[],
): Promise<PatchCheck> {
  const answers = new Map<string, Answer>();
  const budget = new RemedyBudget();
  const check = (source: SourcePair): Checked => {
    // Where the file itself is not at hand as a whole, what others say of it is of no use.
    const library = new Library(others && source.evidence === 'file' ? answers : undefined);
    return { source, library, check: checkSource(source, rules, new PatchContext(patch, series, library, budget)) };
  };
  const followed = new Set<string>();
  let checked = pairs.map(check);
  while (others !== undefined) {
    const asking = checked.filter(({ library }) => library.wishes().length > 0);
    const callers = await followCallers(checked, followed, answers, others);
    const stale = new Set([...asking.map(({ source }) => source.file), ...callers.map(source => source.file)]);
    if (stale.size === 0) break;
    const wishes = groupBy(
      asking.flatMap(({ library }) => library.wishes()),
      keyOfWish,
    );
    const distinct = [...wishes.values()].flatMap(([wish]) => wish ?? []);
    for (const [key, answer] of distinct.length > 0 ? await answerWishes(distinct, others) : [])
      answers.set(key, answer);
    const known = new Set(checked.map(({ source }) => source.file));
    const added = callers.filter(source => !known.has(source.file)).map(check);
    checked = [...checked.map(each => (stale.has(each.source.file) ? check(each.source) : each)), ...added];
  }
  return gather(patch, pairs, checked);
}

/** The files that call what others change, each once for a function; from now on it is known to them what that does. */
async function followCallers(
  checked: readonly Checked[],
  followed: Set<string>,
  answers: Map<string, Answer>,
  others: OtherFiles,
): Promise<readonly SourcePair[]> {
  const callers = new Map<string, SourcePair>();
  for (const { name, path, callers: paths } of checked.flatMap(({ library }) => library.changed())) {
    const fresh = paths.filter(caller => !followed.has(`${caller} ${name}`));
    const key = keyOfWish({ about: 'definition', name });
    if (fresh.length > 0 && !answers.has(key)) answers.set(key, await readAll([path], others));
    for (const caller of fresh) {
      followed.add(`${caller} ${name}`);
      const touched = checked.find(({ source }) => pathOf(source.file) === caller)?.source;
      const source = touched ?? makeUntouchedPair(await others.read(caller));
      if (source) callers.set(caller, source);
    }
  }
  return [...callers.values()];
}

/** `pairs`: the files that the patch touches; the others are there for what they tell of these. */
function gather(patch: Patch, pairs: readonly SourcePair[], checked: readonly Checked[]): PatchCheck {
  const findings = checked.flatMap(each => each.check.findings.filter(finding => isIn(each.source, finding)));
  const withheld = checked.flatMap(each => each.check.withheld.filter(({ finding }) => isIn(each.source, finding)));
  const said = new Set(findings.map(placeKeyOf));
  // What several callers come to in one line is one mistake.
  const fromCallers = checked.flatMap(each => each.check.findings.filter(finding => isNew(patch, each, finding, said)));
  return {
    checked: pairs.map(source => ({
      source,
      findings: [...findings, ...fromCallers].filter(finding => isIn(source, finding)),
    })),
    withheld: [
      ...withheld,
      ...checked.flatMap(each => each.check.withheld.filter(({ finding }) => isNew(patch, each, finding, said))),
    ],
    notChecked: [
      ...checked.flatMap(({ source, check: { notChecked } }) =>
        notChecked.map(reason => ({ patch: patch.number, path: pathOf(source.file), reason })),
      ),
      ...describeGaps(checked.flatMap(({ library }) => library.gaps())).map(reason => ({
        patch: patch.number,
        reason,
      })),
    ],
  };
}

function isIn({ file }: SourcePair, { location }: Finding): boolean {
  return location.path === file.newPath || location.path === file.oldPath;
}

/** Whether a finding about a line of the patch, made in a file that calls what stands there, says what none before has said. */
function isNew(patch: Patch, checked: Checked, finding: Finding, said: Set<string>): boolean {
  const { path } = finding.location;
  const isInPatch = patch.files.some(file => file.newPath === path || file.oldPath === path);
  const key = placeKeyOf(finding);
  if (isIn(checked.source, finding) || !isInPatch || said.has(key)) return false;
  said.add(key);
  return true;
}

function placeKeyOf({ ruleId, location: { path, side, line } }: Finding): string {
  return `${ruleId} ${path} ${side} ${line}`;
}
