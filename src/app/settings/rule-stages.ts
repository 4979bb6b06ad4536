import type { MirrorSettings } from '../../domain/mirror-settings.js';
import type { Stage } from '../../domain/rule.js';
import { rules } from '../../rules/registry.js';

/** The stage of every rule on a mirror: what its settings say, else the rule's own. Findings of one on trial are shown and never posted. */
export function ruleStagesOf(settings: Pick<MirrorSettings, 'rules'>): ReadonlyMap<string, Stage> {
  return new Map(rules.map(({ id, stage }) => [id, settings.rules.get(id) ?? stage]));
}

/** The rules that are run for a mirror: all that are not off. */
export function ruleIdsOf(settings: Pick<MirrorSettings, 'rules'>): readonly string[] {
  return [...ruleStagesOf(settings)].flatMap(([id, stage]) => (stage === 'off' ? [] : [id]));
}
