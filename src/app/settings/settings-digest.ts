import { createHash } from 'node:crypto';
import type { ChosenSettings } from '../../domain/mirror-settings.js';

/** SHA-256 of what applies to a mirror, hex: another one may say other things of what stands there. */
export function settingsDigestOf(chosen: ChosenSettings): string {
  const text = JSON.stringify(chosen, (_, value: unknown) => (value instanceof Map ? [...value] : value));
  return createHash('sha256').update(text).digest('hex');
}
