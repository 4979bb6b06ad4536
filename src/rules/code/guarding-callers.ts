import type { CFunction } from '../../c/function-head.js';
import { limits } from '../../domain/limits.js';
import type { CallSite } from './code-model.js';
import { type Gap, keyOfWish, type Library, type OtherCode } from './library.js';

/** What the callers of a function tell of page faults. */
export interface CallersGuard {
  /** Which callers hold page faults off, for people, where all do that are known; undefined where one does not, or where none is known. */
  readonly held?: string | undefined;
  /**
   * What was asked and not answered though it alone decides: only callers that were not looked at can hold page faults off. Such an answer
   * clears what is found and never makes a finding, so that it is said with the finding, if there is one, and is no gap of the review.
   */
  readonly unseen: readonly Gap[];
}

/** A function of a file, on the new side. */
interface Callee {
  readonly fn: CFunction;
  readonly file: OtherCode;
}

interface Caller extends CallSite {
  readonly file: OtherCode;
}

/** What all ways to a function come to: `bare` is one that does not hold page faults off, or that nobody takes. */
type Guarding =
  | { readonly kind: 'bare' }
  /** Those that are known hold them off; `unseen` may not. */
  | { readonly kind: 'held'; readonly callers: readonly Caller[]; readonly unseen: readonly Gap[] }
  /** None is known that does not; that all do, only what is `unseen` can tell. */
  | { readonly kind: 'open'; readonly unseen: readonly Gap[] };

/**
 * Says which callers hold page faults off, where all do that are known: at the call, or around every call of the function that calls.
 * Callers in other files are asked for where those of the file itself do not decide it.
 */
export function whichCallersGuard(fn: CFunction, file: OtherCode, library: Library): CallersGuard {
  const guarding = new GuardSearch(library).find({ fn, file }, 0);
  if (guarding.kind === 'bare') return { unseen: [] };
  if (guarding.kind === 'open') return { unseen: guarding.unseen };
  // A caller that was not looked at may be the one for which this has to be reported: that is a gap.
  for (const gap of guarding.unseen) library.noteGap(gap);
  return { held: heldWords(guarding.callers, file), unseen: [] };
}

function heldWords(callers: readonly Caller[], file: OtherCode): string {
  const others = callers.filter(caller => caller.file.path !== file.path);
  if (others.length === 0) return 'every caller in this file holds page faults off';
  const names = [...new Set(others.map(caller => `${caller.fn.name}() in ${caller.file.path}`))];
  return `every caller holds page faults off: ${names.slice(0, namesShownMax).join(', ')}${names.length > namesShownMax ? ', …' : ''}`;
}

const namesShownMax = 3;

/** Goes up from a function to those that call it. Each is judged once for a distance: many calls may lead to one. */
class GuardSearch {
  readonly #library: Library;
  #callsLeft: number = limits.guardingCallsMax;
  readonly #found: readonly Map<CFunction, Guarding>[] = Array.from({ length: limits.helperDepthMax }, () => new Map());

  constructor(library: Library) {
    this.#library = library;
  }

  find(callee: Callee, depth: number): Guarding {
    const found = this.#found[depth];
    const known = found?.get(callee.fn);
    if (known) return known;
    // Farther than that, and behind so many calls, nobody looks: then none is known to hold page faults off.
    const guarding = found === undefined || this.#callsLeft < 0 ? bare : this.#judge(callee, depth);
    found?.set(callee.fn, guarding);
    return guarding;
  }

  #judge({ fn, file }: Callee, depth: number): Guarding {
    const { name } = fn;
    if (name === undefined) return bare;
    const own = this.#sitesIn(file, name);
    const inFile = this.#join(own, depth);
    if (own.length > 0 && inFile.kind === 'bare') return bare;
    const elsewhere = fn.isStatic ? [] : this.#library.callersOf(name, file.path, 'new');
    // Without a caller that is known only those can hold page faults off that are not. What is not known yet is asked of all at once.
    if (elsewhere === undefined || 'refused' in elsewhere) {
      const unseen = elsewhere ? [elsewhere] : [];
      return own.length === 0 ? { kind: 'open', unseen } : addUnseen(inFile, unseen);
    }
    return this.#join([...own, ...elsewhere.flatMap(other => this.#sitesIn(other, name))], depth);
  }

  #join(callers: readonly Caller[], depth: number): Guarding {
    if (callers.length === 0) return bare;
    const [doubts, questions]: [Gap[], Gap[]] = [[], []];
    let isOpen = false;
    for (const caller of callers) {
      if (caller.isGuarded) continue;
      const above = this.find(caller, depth + 1);
      if (above.kind === 'bare') return bare;
      isOpen ||= above.kind === 'open';
      (above.kind === 'held' ? doubts : questions).push(...above.unseen);
    }
    return isOpen ? { kind: 'open', unseen: distinct(questions) } : { kind: 'held', callers, unseen: distinct(doubts) };
  }

  #sitesIn(file: OtherCode, name: string): readonly Caller[] {
    const sites = file.code.callSitesOf(name).map(site => ({ ...site, file }));
    this.#callsLeft -= sites.length;
    return sites;
  }
}

const bare: Guarding = { kind: 'bare' };

/** What is open stays so for the callers that made it so. */
function addUnseen(guarding: Guarding, unseen: readonly Gap[]): Guarding {
  return guarding.kind === 'held' ? { ...guarding, unseen: [...guarding.unseen, ...unseen] } : guarding;
}

function distinct(gaps: readonly Gap[]): readonly Gap[] {
  return [...new Map(gaps.map(gap => [keyOfWish(gap), gap])).values()];
}
