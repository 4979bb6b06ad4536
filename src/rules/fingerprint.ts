import { createHash } from 'node:crypto';

/** Hex SHA-256 of the parts, white space squeezed: equal for the same mistake at another line or in another version. */
export function makeFingerprint(parts: readonly string[]): string {
  const squeezed = parts.map(part => part.replace(/\s+/g, ' ').trim());
  return createHash('sha256').update(squeezed.join('\0')).digest('hex');
}
