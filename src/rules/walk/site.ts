import type { Call } from '../../c/expression.js';
import type { CodeText } from '../../domain/source.js';

/** Where code stands that is not in the function under review. */
export interface CodePlace {
  /** The enclosing function or macro. */
  readonly functionName?: string | undefined;
  readonly code: CodeText;
  /** Path of the file; undefined for the touched file itself. */
  readonly path?: string | undefined;
}

/** A call, and where it stands. */
export interface Site {
  readonly call: Call;
  readonly within: CodePlace;
}

/** A line that a rule speaks of. */
export interface ReportedPlace {
  readonly side: 'old' | 'new';
  /** 1-based line in the file on that side. */
  readonly line: number;
  /** Where that is in another function than the one that is checked. */
  readonly within?: CodePlace | undefined;
}
