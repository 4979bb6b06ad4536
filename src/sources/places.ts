import { limits } from '../domain/limits.js';
import type { SourceMemory } from './mail-source.js';

/** The place of a mail that is known by its content: the same content that comes again has the next ordinal. */
export function placeOf(scope: string, id: string, ordinal: number): string {
  return ordinal === 1 ? `${scope}${id}` : `${scope}${id}.${ordinal}`;
}

/** Those of the places that memory knows, asked for in bounded pieces. */
export async function findKnown(memory: SourceMemory, places: readonly string[]): Promise<ReadonlySet<string>> {
  const known = new Set<string>();
  for (let start = 0; start < places.length; start += limits.placesAskedMax) {
    for (const place of await memory.knownOf(places.slice(start, start + limits.placesAskedMax))) known.add(place);
  }
  return known;
}

/** How often each of these ids has come by what memory knows; an id that it does not know is left out. */
export async function countKnown(
  memory: SourceMemory,
  scope: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const known = await findKnown(
    memory,
    ids.map(id => placeOf(scope, id, 1)),
  );
  const counts = new Map<string, number>();
  for (const id of new Set(ids)) {
    if (known.has(placeOf(scope, id, 1))) counts.set(id, await countOrdinals(memory, scope, id));
  }
  return counts;
}

/** Most mails come once: twenty ordinals at a time are more than enough. */
async function countOrdinals(memory: SourceMemory, scope: string, id: string): Promise<number> {
  for (let last = 1; ; ) {
    const next = Array.from({ length: 20 }, (_, index) => placeOf(scope, id, last + index + 1));
    const known = await memory.knownOf(next);
    const unknown = next.findIndex(place => !known.has(place));
    if (unknown !== -1) return last + unknown;
    last += next.length;
  }
}
