import type { SettingsMistake } from '../../domain/mirror-settings.js';
import { OperationalError } from '../../domain/operational-error.js';

/** The server's configuration has mistakes: whoever mends one wants to see them all. */
export class SettingsError extends OperationalError {
  readonly mistakes: readonly SettingsMistake[];

  constructor(file: string, mistakes: readonly SettingsMistake[]) {
    const [what, it] = mistakes.length === 1 ? ['a mistake', 'it'] : [`${mistakes.length} mistakes`, 'them'];
    super(`${what} in the configuration`, file, `mend ${it} and start again`);
    this.mistakes = mistakes;
  }
}
