import type { Patch } from '../domain/patch.js';
import { remember } from '../domain/remember.js';
import { deprecatedCalls, mapCalls, unmapCalls } from '../kernel/mappings.js';
import { faultDisablers, faultEnablers, faultGuardClass, faultSwitchingName } from '../kernel/page-faults.js';
import { iteratorEnds, iteratorFlags, iteratorNext, iteratorStart } from '../kernel/scatterlist.js';

/** Without one of these nothing is mapped, unmapped or switched. */
const words = [
  ...Object.keys({ ...mapCalls, ...unmapCalls, ...deprecatedCalls, ...iteratorFlags }),
  ...[...faultDisablers, ...faultEnablers, faultGuardClass],
  ...[iteratorStart, iteratorNext, ...iteratorEnds],
];
/** Anywhere in a name: a driver's wrapper is often called after what it wraps. */
const telling = new RegExp(words.join('|'));

/**
 * Whether the lines that a patch shows have a word of what the rules are about. Where they have none, the visible hunks alone give a rule
 * nothing to say, and need not be read as code: so it is with most patches of a list.
 */
export const mayConcernRules = remember((patch: Patch): boolean =>
  patch.files.some(file => file.hunks.some(hunk => hunk.lines.some(line => isTelling(line.text)))),
);

function isTelling(line: string): boolean {
  return (
    telling.test(line) ||
    (line.includes('fault') && (line.match(/\w+/g) ?? []).some(name => faultSwitchingName.test(name)))
  );
}
