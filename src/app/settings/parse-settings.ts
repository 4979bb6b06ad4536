import * as v from 'valibot';
import { limits } from '../../domain/limits.js';
import type { MirrorSettings, ParsedSettings, SettingsMistake } from '../../domain/mirror-settings.js';
import type { ServerSettings } from '../../domain/server-settings.js';
import { makeMirrorSettings, mirrorSchema } from './mirror-schema.js';
import { showableText } from './secrets.js';
import { makeServerSettings, serverSchema } from './server-schema.js';
import { readYaml, type YamlFault, type YamlFile, type YamlPath } from './yaml-file.js';

/** Reads the file of a repository or of its owner. `file` is what its mistakes name: `.github/faultline.yml`. */
export function parseMirrorSettings(text: string, file: string): ParsedSettings<MirrorSettings> {
  return parse(text, file, limits.settingsChars, mirrorSchema, written => makeMirrorSettings(written));
}

/** Reads the configuration of the server. Relative paths in it are taken from `folder`. */
export function parseServerSettings(text: string, file: string, folder: string): ParsedSettings<ServerSettings> {
  return parse(text, file, limits.serverSettingsChars, serverSchema, written => makeServerSettings(written, folder));
}

function parse<Schema extends v.GenericSchema, Settings>(
  text: string,
  file: string,
  charsMax: number,
  schema: Schema,
  make: (written: v.InferOutput<Schema>) => Settings,
): ParsedSettings<Settings> {
  const yaml = readYaml(text, charsMax);
  // A file of comments alone leaves out everything.
  const read = yaml.value === undefined ? undefined : v.safeParse(schema, yaml.value ?? {});
  const faults = [...yaml.faults, ...(read?.issues ?? []).map(issue => describeIssue(issue, yaml))];
  if (read?.success && faults.length === 0) return { settings: make(read.output), mistakes: [] };
  const mistakes = withoutRepeated(faults)
    .map(({ line, path, found, expected }): SettingsMistake => {
      return { file, line, path: pathWords(path), found: showableText(found), expected };
    })
    .sort((a, b) => a.line - b.line);
  return { mistakes: mistakes.slice(0, limits.settingsMistakesMax) };
}

/** A value may miss what is expected in several ways; the first one tells. */
function withoutRepeated(faults: readonly YamlFault[]): readonly YamlFault[] {
  return [
    ...new Map(faults.toReversed().map(fault => [`${fault.line} ${fault.path.join(' ')}`, fault])).values(),
  ].reverse();
}

function describeIssue(issue: v.BaseIssue<unknown>, yaml: YamlFile): YamlFault {
  const items = issue.path ?? [];
  const path = items.map(({ key }) => (typeof key === 'number' ? key : String(key)));
  const at = items.at(-1)?.origin === 'key' ? 'key' : 'value';
  const found = at === 'key' ? `the key ${path.at(-1)}` : yaml.textOf(path);
  return { line: yaml.lineOf(path, at), path, found, expected: issue.message };
}

/** `repositories.torvalds/linux.paths[0]`. */
function pathWords(path: YamlPath): string {
  return showableText(
    path
      .map(step => (typeof step === 'number' ? `[${step}]` : `.${step}`))
      .join('')
      .replace(/^\./, ''),
  );
}
