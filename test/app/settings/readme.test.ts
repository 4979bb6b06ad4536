import { expect, test } from '@jest/globals';
import { mirrorSchema } from '../../../src/app/settings/mirror-schema.js';
import { parseMirrorSettings, parseServerSettings } from '../../../src/app/settings/parse-settings.js';
import { serverSchema } from '../../../src/app/settings/server-schema.js';
import { readRepositoryFile } from '../../support/repository.js';

const readme = readRepositoryFile('README.md');
const examples = [...readme.matchAll(/^( *)```yaml\n([\s\S]*?)^ *```$/gm)].map(([, indent, text = '']) =>
  text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
);

test('the examples of the README can be used as they stand', () => {
  const isServer = (text: string): boolean => /^(?:sources|mirrors|repositories):/m.test(text);
  for (const text of examples) {
    const { mistakes } = isServer(text)
      ? parseServerSettings(text, 'faultline.yml', '/')
      : parseMirrorSettings(text, 'faultline.yml');
    expect(mistakes).toEqual([]);
  }
  expect(examples.map(isServer).sort()).toEqual([false, true, true]);
});

test('the tables of the README tell every key, in the order of the schema', () => {
  const [, serverTable, repositoryTable] = readme.split(/^\| key of a? ?(?:the server|repository) .*$/m);
  expect(keysIn(serverTable)).toEqual(keysOf(serverSchema));
  expect(keysIn(repositoryTable)).toEqual(keysOf(mirrorSchema));
});

/** The first column of the table that a text begins with. */
function keysIn(text = ''): readonly string[] {
  const [table = ''] = text.split('\n\n');
  return [...table.matchAll(/^\| `([a-z-]+)`/gm)].map(([, key = '']) => key);
}

function keysOf({ pipe }: { readonly pipe: readonly unknown[] }): readonly string[] {
  const [entries] = pipe.flatMap(part =>
    typeof part === 'object' && part !== null && 'entries' in part ? [part.entries] : [],
  );
  return Object.keys(entries ?? {});
}
