import type { ChosenSettings, MirrorSettings, ParsedSettings } from '../../domain/mirror-settings.js';
import { fullNameOf, type Repository } from '../../domain/repository.js';
import type { ServerSettings } from '../../domain/server-settings.js';
import { unconfiguredSettings } from './mirror-schema.js';

/**
 * Where a file of settings is looked for, in this order. Both are read on the default branch. A mirror's own branches are upstream's and are overwritten by every
 * mirror push, so the owner's file comes first.
 */
export const settingsFiles = {
  owner: { repository: '.github', path: 'faultline.yml' },
  /** In the mirror itself. */
  repository: { path: '.github/faultline.yml' },
} as const;

export interface SettingsOnOffer {
  /** What the server's configuration says of the mirror. */
  readonly server?: MirrorSettings | undefined;
  /** The owner's file; undefined where there is none. */
  readonly owner?: ParsedSettings<MirrorSettings> | undefined;
  /** The mirror's own. */
  readonly repository?: ParsedSettings<MirrorSettings> | undefined;
}

/**
 * What applies to a mirror: the first that there is. One with mistakes ends the search, and nothing is posted: what it meant to forbid
 * must not be done because the next one allows it.
 */
export function chooseSettings({ server, owner, repository }: SettingsOnOffer): ChosenSettings {
  if (server !== undefined) return { settings: server, origin: 'server', mistakes: [] };
  if (owner !== undefined) return { ...readyOf(owner), origin: 'owner' };
  if (repository !== undefined) return { ...readyOf(repository), origin: 'repository' };
  return { settings: unconfiguredSettings, origin: 'none', mistakes: [] };
}

/** What the server's configuration says of a mirror. */
export function findServerEntry(
  server: ServerSettings,
  repository: Pick<Repository, 'owner' | 'name'>,
): MirrorSettings | undefined {
  return server.repositories.get(fullNameOf(repository).toLowerCase());
}

function readyOf({
  settings,
  mistakes,
}: ParsedSettings<MirrorSettings>): Pick<ChosenSettings, 'settings' | 'mistakes'> {
  return { settings: settings ?? unconfiguredSettings, mistakes };
}
