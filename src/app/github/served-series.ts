import { pathOf } from '../../domain/diff.js';
import type { Message } from '../../domain/message.js';
import type { MirrorSettings } from '../../domain/mirror-settings.js';
import type { Series } from '../../domain/series.js';
import { makePathFilter } from '../settings/glob.js';
import { servesList } from '../settings/serves-list.js';

/** The lists on which the posts of the series were seen, each once. `messages`: of their threads. */
export function listIdsOf(versions: readonly Series[], messages: readonly Message[]): readonly string[] {
  const posts = new Set(
    versions.flatMap(({ cover, patches }) => [cover?.messageId, ...patches.map(patch => patch.messageId)]),
  );
  return [...new Set(messages.filter(({ id }) => posts.has(id)).flatMap(message => message.listIds))].sort();
}

/** Whether the series are for a mirror: they were seen on one of its lists, and touch what it is asked to look at. */
export function isServed(
  versions: readonly Series[],
  listIds: readonly string[],
  { lists, paths }: Pick<MirrorSettings, 'lists' | 'paths'>,
): boolean {
  if (!servesList({ lists }, listIds)) return false;
  const touched = versions.flatMap(({ patches }) => patches.flatMap(patch => patch.files.map(pathOf)));
  return touched.some(makePathFilter(paths));
}
