import type { ChosenSettings, PostingSettings } from '../../domain/mirror-settings.js';

/** Why nothing is posted in a place; undefined where it is. */
export type Withheld = (place: keyof PostingSettings) => string | undefined;

/** Reads out of what is configured for a repository where nothing may be posted, and why. */
export function findWithheld(chosen: ChosenSettings): Withheld {
  return place =>
    findWithheldAll(chosen) ??
    (chosen.settings.post[place] ? undefined : `the configuration does not ask for it (post: ${place})`);
}

/** Why nothing at all is posted that nobody with the right to it has asked for; undefined where something is. */
export function findWithheldAll({ origin, mistakes }: ChosenSettings): string | undefined {
  if (origin === 'none') return 'nothing is configured for this repository';
  return mistakes.length > 0 ? 'there is a mistake in the configuration of this repository' : undefined;
}
