import type { MirrorSettings } from '../../domain/mirror-settings.js';

/** Whether a mirror is there for one of these lists. As with `--list`, the first part of a name will do: `linux-mm` for `linux-mm.kvack.org`. */
export function servesList({ lists }: Pick<MirrorSettings, 'lists'>, listIds: readonly string[]): boolean {
  return listIds.some(id => lists.some(list => id === list || id.startsWith(`${list}.`)));
}
