import type { MirrorSettings } from '../../domain/mirror-settings.js';
import type { Conclusion, ShownFinding, Verdict } from '../../domain/verdict.js';
import { isReadWhole } from './what-was-read.js';

/**
 * How a check run ends: success only where everything was read and nothing, not even a note, is open. An error is a
 * failure only where the mirror wants that.
 */
export function conclusionOf(verdict: Verdict, { failsOnError }: Pick<MirrorSettings, 'failsOnError'>): Conclusion {
  const open = openFindings(verdict);
  if (failsOnError && open.some(({ finding }) => finding.severity === 'error')) return 'failure';
  return open.length === 0 && isReadWhole(verdict) ? 'success' : 'neutral';
}

export function openFindings({ findings }: Pick<Verdict, 'findings'>): readonly ShownFinding[] {
  return findings.filter(({ standing }) => standing.kind === 'open');
}
