import type { ChosenSettings, PostingSettings } from '../../domain/mirror-settings.js';

/** Why nothing is posted in a place; undefined where it is. */
export type Withheld = (place: keyof PostingSettings) => string | undefined;

/** Reads out of what is configured for a repository where nothing may be posted, and why. */
export function findWithheld({ settings, origin, mistakes }: ChosenSettings): Withheld {
  return place => {
    if (origin === 'none') return 'nothing is configured for this repository';
    if (mistakes.length > 0) return 'there is a mistake in the configuration of this repository';
    return settings.post[place] ? undefined : `the configuration does not ask for it (post: ${place})`;
  };
}
