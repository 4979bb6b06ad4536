import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { OperationalError } from '../../domain/operational-error.js';
import type { ServerSettings } from '../../domain/server-settings.js';
import { wordsOf } from '../../sources/source-item.js';
import { parseServerSettings } from './parse-settings.js';
import { SettingsError } from './settings-error.js';

/** The file that is taken where none is named. */
const usualFile = 'faultline.yml';

/** The path of the server's configuration: as asked, else as FAULTLINE_CONFIG says, else `faultline.yml` here; undefined where there is none. */
export function findServerFile(asked: string | undefined, environment: NodeJS.ProcessEnv): string | undefined {
  const named = [asked, environment.FAULTLINE_CONFIG].find(each => each !== undefined && each !== '');
  if (named !== undefined) return resolve(named);
  return existsSync(usualFile) ? resolve(usualFile) : undefined;
}

/** Reads the server's configuration. Throws an OperationalError where it cannot be read, and a SettingsError where it has mistakes. */
export async function loadServerSettings(path: string): Promise<ServerSettings> {
  const { settings, mistakes } = parseServerSettings(await readText(path), path, dirname(resolve(path)));
  if (settings !== undefined) return settings;
  throw new SettingsError(path, mistakes);
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new OperationalError(
      `the configuration cannot be read (${wordsOf(error)})`,
      path,
      'check the path and who may read it',
      error,
    );
  }
}
