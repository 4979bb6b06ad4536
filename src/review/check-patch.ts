import { pathOf } from '../domain/diff.js';
import { groupBy } from '../domain/group-by.js';
import type { Patch } from '../domain/patch.js';
import type { NotChecked } from '../domain/review.js';
import type { Series } from '../domain/series.js';
import type { SourcePair } from '../domain/source.js';
import { checkSource, type SourceCheck } from '../rules/check-source.js';
import { type Answer, type Gap, keyOfWish, Library } from '../rules/library.js';
import { PatchContext } from '../rules/patch-context.js';
import { RemedyBudget } from '../rules/remedy-budget.js';
import type { Rule } from '../rules/rule.js';
import type { LoadedSources } from '../tree/load-sources.js';
import { answerWishes } from './answer-wishes.js';
import type { CheckedSource } from './followed-finding.js';

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
 * again: until nothing is asked any more. Each question is asked once, and those that come from what was read last are bounded by
 * what is read for one patch, so there is an end. `series` is undefined for a patch that stands alone.
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
  let checked = pairs.map(check);
  for (;;) {
    const wishes = checked.flatMap(({ library }) => library.wishes());
    if (others === undefined || wishes.length === 0) break;
    const distinct = [...groupBy(wishes, keyOfWish).values()].flatMap(([wish]) => wish ?? []);
    for (const [key, answer] of await answerWishes(distinct, others)) answers.set(key, answer);
    checked = checked.map(each => (each.library.wishes().length > 0 ? check(each.source) : each));
  }
  return {
    checked: checked.map(({ source, check: { findings } }) => ({ source, findings })),
    withheld: checked.flatMap(each => each.check.withheld),
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

const namesShownMax = 4;

/** What was asked about other files and could not be answered, a line for each reason. */
function describeGaps(gaps: readonly Gap[]): readonly string[] {
  return [...groupBy(gaps, gap => `${gap.about} ${gap.refused}`).values()].flatMap(group => {
    const [first] = group;
    if (!first) return [];
    const names = [...new Set(group.map(gap => `${gap.name}()`))];
    const more = names.length - namesShownMax;
    const shown = `${names.slice(0, namesShownMax).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
    const what =
      first.about === 'definition' ? `what ${shown} does in another file` : `who calls ${shown} in other files`;
    return [`${what} was not looked at: ${first.refused}`];
  });
}
