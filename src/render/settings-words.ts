import type { ChosenSettings, SettingsMistake } from '../domain/mirror-settings.js';

/** A mistake on one line, for a log, `faultline status` and the text of a check run. Text of strangers in it is not yet escaped. */
export function describeMistake({ file, line, path, found, expected }: SettingsMistake): string {
  return `${file}:${line}: ${path === '' ? '' : `${path}: `}found ${found}, expected ${expected}`;
}

/** Where the settings of a mirror come from, in words that follow its name; `owner` is that of the mirror. */
export function describeOrigin(
  { origin, mistakes }: Pick<ChosenSettings, 'origin' | 'mistakes'>,
  owner: string,
): string {
  if (origin === 'none') return 'not configured: nothing is posted';
  const place = {
    server: "the server's configuration",
    owner: `faultline.yml in ${owner}/.github`,
    repository: '.github/faultline.yml',
  }[origin];
  if (mistakes.length === 0) return `configured by ${place}`;
  return `nothing is posted: ${mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`} in ${place}`;
}
