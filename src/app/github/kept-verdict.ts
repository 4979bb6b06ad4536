import { createHash } from 'node:crypto';
import type { MirrorSettings } from '../../domain/mirror-settings.js';
import type { Patch } from '../../domain/patch.js';
import type { NotChecked } from '../../domain/review.js';
import type { ShownFinding } from '../../domain/verdict.js';
import { ruleIdsOf } from '../settings/rule-stages.js';

/** What is kept of the last judgement of a pull request, so that an equal one needs not be made again. */
export interface KeptVerdict {
  /** Of all that a judgement depends on but the base: `digestOf`. */
  readonly digest: string;
  /** The head for which it was made. */
  readonly judgedHead: string;
  /** In what rules say, before anybody's threshold. Places are those of the head that it was told of last. */
  readonly findings: readonly ShownFinding[];
  /** Those with a finding, by which it is found again on another base. */
  readonly patches: readonly Patch[];
  readonly notChecked: readonly NotChecked[];
  /** Findings that were told in the body of a review, as no line shows them, and the head of that. */
  readonly told: Readonly<Record<string, string>>;
}

/**
 * What a judgement depends on: the patches, the rules, the version of Faultline. Undefined where a patch has no patch-id, so that nobody can
 * say whether it is the same.
 */
export function digestOf(
  patches: readonly Patch[],
  settings: Pick<MirrorSettings, 'rules'>,
  version: string,
): string | undefined {
  const ids = patches.map(patch => patch.patchId);
  if (ids.length === 0 || ids.includes(undefined)) return undefined;
  const inputs = { version, rules: ruleIdsOf(settings), ids, titles: patches.map(patch => patch.title) };
  return createHash('sha256').update(JSON.stringify(inputs)).digest('hex');
}

export function writeVerdict(verdict: KeptVerdict): string {
  return JSON.stringify(verdict);
}

/** Reads what `writeVerdict` has written. */
export function readVerdict(text: string): KeptVerdict {
  return JSON.parse(text) as KeptVerdict;
}
