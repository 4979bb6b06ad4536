/** A number that a name always gives (FNV-1a, 32 bits): the seed of what is drawn for it. */
export function hashOf(name: string): number {
  let hash = 0x811c9dc5;
  for (const char of name) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}
