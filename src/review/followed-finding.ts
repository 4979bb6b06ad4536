import type { Finding, Location } from '../domain/finding.js';
import type { SourcePair } from '../domain/source.js';

/** A finding, and what the later patches of its series make of it. */
export interface FollowedFinding {
  readonly finding: Finding;
  /** Number of the patch after which nothing of it is left. */
  closedBy?: number | undefined;
  /** Why it is not to be reported after all. */
  withheldFor?: string | undefined;
}

/** What was found in one file of a patch. */
export interface CheckedSource {
  readonly source: SourcePair;
  readonly findings: readonly Finding[];
}

/** The lines of the new side by which a finding is told: its own and those of its proof. */
export function placesOf({ location, proof }: Finding): readonly Location[] {
  return [location, ...proof.map(step => step.location)].filter(
    ({ side, path }) => side === 'new' && path === location.path,
  );
}
