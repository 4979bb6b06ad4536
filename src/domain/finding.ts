import type { Remedy } from './remedy.js';
import type { Confidence, Severity, Stage } from './rule.js';
import type { Evidence } from './source.js';

export interface Location {
  readonly path: string;
  readonly side: 'old' | 'new';
  /** 1-based, in the file on that side. */
  readonly line: number;
  /** The line's text. */
  readonly text: string;
  /** The enclosing function; undefined where the visible hunk does not tell. */
  readonly functionName?: string | undefined;
}

export interface ProofStep {
  readonly location: Location;
  /** What this place shows: "page faults were off from here". */
  readonly words: string;
}

/** A guarantee that a patch takes away, or a mistake that it brings in. */
export interface Finding {
  readonly ruleId: string;
  readonly stage: Exclude<Stage, 'off'>;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly evidence: Evidence;
  readonly messageId: string;
  /** 1-based place of the patch in its series. */
  readonly patchNumber: number;
  /** Number of the later patch of the series that closes it, which makes it a note; undefined where none does. */
  readonly closedBy?: number | undefined;
  /** What is claimed, in one or two sentences. */
  readonly what: string;
  /** A changed line inside a hunk: where the guarantee ends. */
  readonly location: Location;
  /** In order: the line that gave the guarantee before, then the event that relied on it. */
  readonly proof: readonly ProofStep[];
  /** Undefined where no correction is at hand that was tried and found right. */
  readonly remedy?: Remedy | undefined;
  /** Hex of rule, path, function, squeezed line text and the ordinal among equals: survives moved lines and new versions. */
  readonly fingerprint: string;
}

/** The id by which a person names a finding. */
export function shortIdOf(finding: Finding): string {
  return finding.fingerprint.slice(0, 8);
}
