import type { Assumption } from '../../c/condition.js';
import type { MapCall, UnmapCall } from '../../kernel/mappings.js';
import type { Site } from './site.js';

/** A mapping that a function leaves behind for its caller. */
export interface LeftMapping extends MapCall {
  /** The kernel's map call. */
  readonly made: Site;
  /** What holds the address; undefined where it is the value of the call. */
  readonly address?: string | undefined;
  /** The page, as text; empty where it has no name outside of the function. */
  readonly page: string;
}

/** Something begun by its caller that a function ends: a mapping, or (without `unmap`) a stretch with page faults off. */
export interface Ending {
  /** The kernel's call. */
  readonly made: Site;
  readonly unmap?: UnmapCall | undefined;
  readonly address?: string | undefined;
  readonly page?: string | undefined;
}

/** What a function has done when it returns, on one set of its paths. */
export interface Outcome {
  /** What has to hold for it. */
  readonly facts: readonly Assumption[];
  readonly maps: readonly LeftMapping[];
  readonly ends: readonly Ending[];
  /** The calls that turned page faults off, and left them off. */
  readonly disables: readonly Site[];
  /** It returns a constant that stands for failure. */
  readonly isFailure: boolean;
}

/** What a call does to the guarantees of the function in which it stands, told in its names. */
export interface CallEffect {
  /** Alternatives, at least one; each path goes on with every one that its conditions allow. */
  readonly outcomes: readonly Outcome[];
  /** Otherwise what is said to end may go on as well: it must not be believed to be alive, and nothing may be said of its end. */
  readonly areEndsCertain: boolean;
  /** Page faults may be off behind it, in a way that the outcomes do not tell. */
  readonly mayLeaveFaultsOff: boolean;
}

/** Equal for outcomes that do the same, whatever has to hold for them, and wherever they do it. */
export function effectKeyOf({ maps, ends, disables }: Outcome): string {
  const made = maps.map(({ kind, family, address }) => `${kind} ${family} ${address}`);
  const ended = ends.map(({ unmap, address, page }) => `${unmap?.kind} ${unmap?.family} ${address} ${page}`);
  return `${made.sort().join()}|${ended.sort().join()}|${disables.length}`;
}

export function hasEffect({ maps, ends, disables }: Outcome): boolean {
  return maps.length + ends.length + disables.length > 0;
}

/** Equal for outcomes that need the same. */
export function factsKeyOf({ facts }: Outcome): string {
  return facts
    .map(({ atom, holds }) => `${holds}${atom}`)
    .sort()
    .join();
}
