import type { Finding } from '../../domain/finding.js';
import type { MirrorSettings } from '../../domain/mirror-settings.js';
import type { Severity } from '../../domain/rule.js';
import { ruleStagesOf } from '../settings/rule-stages.js';

const ranks: Readonly<Record<Severity, number>> = { note: 0, warning: 1, error: 2 };

/** Whether a finding may be posted: its rule is on, not on trial, and it weighs enough. */
export function isHeard(finding: Finding, settings: Pick<MirrorSettings, 'rules' | 'threshold'>): boolean {
  return isOn(finding.ruleId, settings) && ranks[finding.severity] >= ranks[settings.threshold];
}

/** Whether a rule may speak on GitHub. */
export function isOn(ruleId: string, settings: Pick<MirrorSettings, 'rules'>): boolean {
  return ruleStagesOf(settings).get(ruleId) === 'on';
}
