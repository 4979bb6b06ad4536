import { groupBy } from '../../domain/group-by.js';
import type { Gap } from './library.js';

const namesShownMax = 4;

/** What was asked about other files and could not be answered, a line for each reason. */
export function describeGaps(gaps: readonly Gap[]): readonly string[] {
  return [...groupBy(gaps, gap => `${gap.about} ${gap.refused}`).values()].flatMap(group => {
    const [first] = group;
    if (!first) return [];
    const names = [...new Set(group.map(gap => `${gap.name}()`))];
    const more = names.length - namesShownMax;
    const shown = `${names.slice(0, namesShownMax).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
    const what =
      first.about === 'definition'
        ? `what ${shown} ${names.length > 1 ? 'do' : 'does'} in other files`
        : `who calls ${shown} in other files`;
    return [`${what} was not looked at: ${first.refused}`];
  });
}

/** What is left open by callers that were not looked at, as a sentence behind the claim of a finding; empty where nothing is. */
export function unseenWords(unseen: readonly Gap[]): string {
  return unseen.length === 0 ? '' : `A caller may hold page faults off, but ${describeGaps(unseen).join('; ')}.`;
}
